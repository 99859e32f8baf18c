// SPDX-License-Identifier: Apache-2.0

#include "machine.hpp"

#include <algorithm>
#include <set>

namespace postern::testing {

namespace {

constexpr std::uint64_t kPage = 0x1000;
constexpr std::uint64_t kSecure = 0x1000'0000;  // a secure address minus the non-secure one

void append(std::vector<Run>& runs, const std::vector<Run>& more) { runs.insert(runs.end(), more.begin(), more.end()); }

/// Devices of one page each, at their address and at the secure one.
void append_pages(std::vector<Run>& runs, std::uint64_t first, const std::vector<std::string>& things) {
  for (const std::string& thing : things) {
    if (!thing.empty()) {
      append(runs, {{first, kPage, thing}, {first + kSecure, kPage, thing}});
    }
    first += kPage;
  }
}

std::vector<Run> mps2_runs(unsigned banks) {
  std::vector<Run> runs{
      {0x0000'0000, 0x40'0000, "ssram-0"},    {0x0040'0000, 0x40'0000, "ssram-0"},
      {0x1000'0000, 0x40'0000, "ssram-0"},    {0x1040'0000, 0x40'0000, "ssram-0"},
      {0x2800'0000, 0x20'0000, "ssram-1"},    {0x2820'0000, 0x20'0000, "ssram-2"},
      {0x3800'0000, 0x20'0000, "ssram-1"},    {0x3820'0000, 0x20'0000, "ssram-2"},
      {0x8000'0000, 0x100'0000, "psram"},     {0xE000'0000, 0x10'0000, "ppb"},
      {0x2000'0000, banks * 0x8000, "sram"},  {0x3000'0000, banks * 0x8000, "sram"},
      {0x4008'0000, kPage, "nsacfg"},         {0x4008'1000, kPage, "ns watchdog"},
      {0x4100'0000, 0x14'0000, "vga"},        {0x5100'0000, 0x14'0000, "vga"},
      {0x4200'0000, kPage, "ethernet"},       {0x5200'0000, kPage, "ethernet"},
      {0x4800'7000, kPage, "fpga ns ppc"},    {0x5002'1000, kPage, "sysctl"},
      {0x5002'E000, kPage, "s32k watchdog"},  {0x5008'0000, kPage, "sacfg"},
      {0x5008'1000, kPage, "s watchdog"},     {0x5008'3000, banks * kPage, "sram mpc"},
      {0x5800'7000, 3 * kPage, "ssram mpcs"},
  };
  append_pages(runs, 0x4000'0000, {"timer0", "timer1", "dualtimer"});
  append_pages(runs, 0x4002'0000, {"sysinfo"});
  append_pages(runs, 0x4002'F000, {"s32k timer"});
  append_pages(runs, 0x4010'0000, {"gpio0", "gpio1", "gpio2", "gpio3"});
  append_pages(runs, 0x4011'0000, {"dma0", "dma1", "dma2", "dma3"});
  append_pages(runs, 0x4020'0000,
               {"uart0", "uart1", "uart2", "uart3", "uart4", "spi0", "spi1", "i2c0", "i2c1", "spi2", "spi3", "spi4",
                "i2c2", "i2c3"});
  append_pages(runs, 0x4030'0000, {"scc", "i2s", "fpgaio"});
  return runs;
}

std::vector<Free> mps2_free(unsigned banks) {
  return {{"ssram-0", 0x20'0000, 0x40'0000, 0x1000'0000},
          {"sram", 0, banks * 0x8000, 0x3000'0000},
          {"psram", 0, 0x100'0000, 0x8000'0000},
          {"timer0", 0, kPage, 0x5000'0000},
          {"s32k timer", 0, kPage, 0x5002'F000},
          {"s watchdog", 0, kPage, 0x5008'1000},
          {"uart2", 0, kPage, 0x5020'2000},
          {"uart3", 0, kPage, 0x5020'3000},
          {"uart4", 0, kPage, 0x5020'4000},
          {"fpgaio", 0, kPage, 0x5030'2000}};
}

Machine an505() {
  return {"arm/mps2/an505",
          "mps2-an505",
          mps2_runs(1),
          mps2_free(1),
          {4, 5, 32, 33, 42},
          124,
          {"FPGA_IO", "S32K_TIMER", "TIMER0", "UART2", "UART3", "UART4", "WATCHDOG"}};
}

Machine an521() {
  Machine machine = an505();
  machine.platform = "arm/mps2/an521";
  machine.name = "mps2-an521";
  machine.runs = mps2_runs(4);
  machine.free = mps2_free(4);
  machine.free.push_back({"ssram-2", 0, 0x20'0000, 0x3820'0000});  // both worlds' RAM is in the one before
  append_pages(machine.runs, 0x4000'3000, {"mhu0", "mhu1"});
  append_pages(machine.runs, 0x4001'F000, {"cpuid"});
  append(machine.runs, {{0x5001'0000, kPage, "cachectrl"},
                        {0x5001'1000, kPage, "cpusecctrl"},
                        {0x5002'2000, 2 * kPage, "ppu"},
                        {0x5002'5000, kPage, "ppu core1"},
                        {0x5002'9000, 5 * kPage, "ppu debug and ram"}});
  return machine;
}

std::vector<Run> an547_runs() {
  std::vector<Run> runs{
      {0x0000'0000, 0x8'0000, "itcm"},         {0x1000'0000, 0x8'0000, "itcm"},
      {0x0100'0000, 0x20'0000, "sram"},        {0x1100'0000, 0x20'0000, "sram"},
      {0x2000'0000, 0x8'0000, "dtcm"},         {0x3000'0000, 0x8'0000, "dtcm"},
      {0x2100'0000, 0x20'0000, "isram0"},      {0x3100'0000, 0x20'0000, "isram0"},
      {0x2120'0000, 0x20'0000, "isram1"},      {0x3120'0000, 0x20'0000, "isram1"},
      {0x2800'0000, 0x80'0000, "qspi"},        {0x3800'0000, 0x80'0000, "qspi"},
      {0x6000'0000, 0x8000'0000, "ddr"},       {0xE000'0000, 0x10'0000, "ppb"},
      {0x4008'0000, kPage, "nsacfg"},          {0x5008'0000, kPage, "sacfg"},
      {0x4140'0000, 0x20'0000, "eth and usb"}, {0x5140'0000, 0x20'0000, "eth and usb"},
      {0x4804'0000, 2 * kPage, "ns watchdog"}, {0x5804'0000, 2 * kPage, "s watchdog"},
      {0x5001'1000, kPage, "cpusecctrl"},      {0x5002'3000, kPage, "ppu core"},
      {0x5002'8000, 2 * kPage, "ppu"},         {0x5008'3000, 2 * kPage, "isram mpcs"},
      {0x5700'0000, 3 * kPage, "board mpcs"},  {0x5802'1000, 2 * kPage, "sysctl and ppu"},
      {0x5810'0000, kPage, "counter control"},
  };
  append_pages(runs, 0x4001'2000, {"cpu pwrctrl"});
  append_pages(runs, 0x4001'F000, {"cpuid"});
  append_pages(runs, 0x4110'0000, {"gpio0", "gpio1", "gpio2", "gpio3"});
  append_pages(runs, 0x4800'0000, {"timer0", "timer1", "timer2", "timer3", "", "", "", "fpga ns ppc"});
  append_pages(runs, 0x4802'0000, {"sysinfo"});
  append_pages(runs, 0x4802'E000, {"s32k watchdog", "s32k timer"});
  append_pages(runs, 0x4810'1000, {"counter status", "u55 0", "u55 1"});
  append_pages(runs, 0x4920'0000, {"i2c0", "i2c1", "spi0", "spi1", "spi2", "i2c2", "i2c3", "", "i2c4"});
  append_pages(runs, 0x4930'0000,
               {"scc", "i2s", "fpgaio", "uart0", "uart1", "uart2", "uart3", "uart4", "uart5", "", "clcd", "rtc"});
  return runs;
}

Machine an547() {
  return {"arm/mps3/an547",
          "mps3-an547",
          an547_runs(),
          {{"dtcm", 0, 0x8'0000, 0x3000'0000},
           {"qspi", 0, 0x80'0000, 0x3800'0000},
           {"ddr", 0, 0x8000'0000, 0x6000'0000},
           {"timer0", 0, kPage, 0x5800'0000},
           {"s32k timer", 0, kPage, 0x5802'F000},
           {"uart2", 0, kPage, 0x5930'5000},
           {"uart3", 0, kPage, 0x5930'6000},
           {"uart4", 0, kPage, 0x5930'7000},
           {"fpgaio", 0, kPage, 0x5930'2000}},
          {4, 33, 34, 43},
          128,
          {"FPGA_IO", "S32K_TIMER", "TIMER0", "UART2", "UART3", "UART4"}};
}

Machine musca_b1() {
  std::vector<Run> runs{
      {0x0000'0000, 0x200'0000, "qspi"},
      {0x1000'0000, 0x200'0000, "qspi"},
      {0x0A00'0000, 0x20'0000, "eflash0"},
      {0x1A00'0000, 0x20'0000, "eflash0"},
      {0x0A20'0000, 0x20'0000, "eflash1"},
      {0x1A20'0000, 0x20'0000, "eflash1"},
      {0x0A40'0000, 0x8'0000, "code sram"},
      {0x1A40'0000, 0x8'0000, "code sram"},
      {0x2000'0000, 0x8'0000, "sram"},
      {0x3000'0000, 0x8'0000, "sram"},
      {0x4008'0000, kPage, "nsacfg"},
      {0x4008'1000, kPage, "ns watchdog"},
      {0x5001'0000, kPage, "cachectrl"},
      {0x5001'1000, kPage, "cpusecctrl"},
      {0x5002'1000, 3 * kPage, "sysctl"},
      {0x5002'5000, kPage, "ppu core1"},
      {0x5002'9000, 6 * kPage, "ppus and wd"},
      {0x5008'0000, kPage, "sacfg"},
      {0x5008'1000, kPage, "s watchdog"},
      {0x5008'3000, 4 * kPage, "sram mpcs"},
      {0x5010'B000, kPage, "scc"},
      {0x5200'0000, kPage, "qspi mpc"},
      {0x5210'0000, kPage, "code sram mpc"},
      {0x5220'0000, kPage, "eflash0 mpc"},
      {0x5230'0000, kPage, "eflash1 mpc"},
      {0x5240'0000, kPage, "eflash0 control"},
      {0x5250'0000, kPage, "eflash1 control"},
      {0x52E0'0000, kPage, "crypto mpc"},
      {0x4260'0000, 0x30'0000, "mhus, qspi"},
      {0x5260'0000, 0x30'0000, "mhus, qspi"},
      {0xE000'0000, 0x10'0000, "ppb"},
  };
  append_pages(runs, 0x4000'0000, {"timer0", "timer1", "dualtimer", "mhu0", "mhu1"});
  append_pages(runs, 0x4001'F000, {"cpuid", "sysinfo"});
  append_pages(runs, 0x4002'F000, {"s32k timer"});
  append_pages(
      runs, 0x4010'1000,
      {"pwm0", "pwm1", "pwm2", "i2s", "uart0", "uart1", "", "i2c0", "i2c1", "spi", "", "timer", "rtc", "pvt", "sdio"});
  append_pages(runs, 0x4100'0000, {"gpio"});
  return {"arm/musca/b1",
          "musca-b1",
          runs,
          {{"qspi", 0x20'0000, 0x200'0000, 0x1000'0000},
           {"eflash1", 0, 0x20'0000, 0x1A20'0000},
           {"code sram", 0, 0x8'0000, 0x1A40'0000},
           {"sram", 0, 0x2'0000, 0x3000'0000},
           {"timer0", 0, kPage, 0x5000'0000},
           {"dualtimer", 0, kPage, 0x5000'2000},
           {"s32k timer", 0, kPage, 0x5002'F000},
           {"s watchdog", 0, kPage, 0x5008'1000},
           {"rtc", 0, kPage, 0x5010'D000}},
          {4, 39, 40, 44},
          128,
          {"DUALTIMER", "RTC", "S32K_TIMER", "TIMER0", "WATCHDOG"}};
}

}  // namespace

bool Machine::is_free(std::uint64_t first, std::uint64_t end) const {
  while (first < end) {
    std::uint64_t next = first;
    for (const Run& run : runs) {
      if (first < run.first || first >= run.first + run.size) {
        continue;
      }
      for (const Free& each : free) {
        const std::uint64_t offset = first - run.first;
        if (each.thing == run.thing && each.at == run.first && offset >= each.from && offset < each.to) {
          next = run.first + each.to;
        }
      }
    }
    if (next == first) {
      return false;
    }
    first = next;
  }
  return true;
}

std::vector<std::uint64_t> Machine::edges() const {
  std::set<std::uint64_t> edges{0, std::uint64_t{1} << 32U};
  for (const Run& run : runs) {
    edges.insert({run.first, run.first + run.size});
    for (const Free& each : free) {
      if (each.thing == run.thing) {
        edges.insert({run.first + each.from, run.first + each.to});
      }
    }
    // The parts of the first memory have an edge inside, at each of its addresses.
    if (run.thing == "ssram-0") {
      edges.insert({run.first + 0x10'0000, run.first + 0x20'0000});
    }
  }
  return {edges.begin(), edges.end()};
}

const std::vector<Machine>& machines() {
  static const std::vector<Machine> all{an505(), an521(), an547(), musca_b1()};
  return all;
}

}  // namespace postern::testing
