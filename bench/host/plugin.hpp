// SPDX-License-Identifier: Apache-2.0

// The part of QEMU's plugin interface that is used here: version 1. Debian installs no header for it.
#pragma once

#include <cstddef>
#include <cstdint>

inline constexpr int kReadsAndWrites = 3;

extern "C" {
using PluginId = std::uint64_t;
struct TranslatedBlock;
struct Instruction;

void qemu_plugin_register_vcpu_tb_trans_cb(PluginId id, void (*translated)(PluginId, TranslatedBlock*));
void qemu_plugin_register_vcpu_insn_exec_cb(Instruction* instruction, void (*executed)(unsigned cpu, void* data),
                                            int flags, void* data);
void qemu_plugin_register_vcpu_mem_cb(Instruction* instruction,
                                      void (*accessed)(unsigned cpu, std::uint32_t access, std::uint64_t address,
                                                       void* data),
                                      int flags, int direction, void* data);
unsigned qemu_plugin_mem_size_shift(std::uint32_t access);
bool qemu_plugin_mem_is_store(std::uint32_t access);
void qemu_plugin_register_atexit_cb(PluginId id, void (*ended)(PluginId, void* data), void* data);
std::size_t qemu_plugin_tb_n_insns(const TranslatedBlock* block);
Instruction* qemu_plugin_tb_get_insn(const TranslatedBlock* block, std::size_t index);
std::uint64_t qemu_plugin_insn_vaddr(const Instruction* instruction);
const void* qemu_plugin_insn_data(const Instruction* instruction);
std::size_t qemu_plugin_insn_size(const Instruction* instruction);
}
