// SPDX-License-Identifier: Apache-2.0

#include "page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "services.hpp"

namespace postern::bench {

namespace {

constexpr std::array kShapes{"none", "io64", "session"};

constexpr const char* kBeginning = R"(# What a call costs

`./run bench` writes this page; edit `bench/host/page.cpp`. Figures are executed instructions, counted on QEMU's
`mps2-an521`: they are the same in every run and on every machine. The incumbent is TF-M (main, 2.3 era), measured in the
same way on the same board with the same compiler.

## One round trip

Each figure is for: no vectors / 64 bytes in and 64 bytes out / connect, call and close. On the SFN backend the
partitions have the SFN model, on the IPC backend the IPC model.

)";

constexpr const char* kWhatRemains = R"(
`./run trace FIGURE` prints the instructions of a figure one by one, with their function and their line in the sources;
`build/bench/profile/` lists, after `./run bench`, instructions and bytes by function. The reasons for these figures:

* **The longest wait** at levels 2 and 3 is two FLIH functions whose interrupts come together. Secure interrupts are always
  more urgent than the non-secure world (IRQ-7), so pending ones come first and their times add up. Besides what the function
  does, each takes about 200 instructions until what it interrupted is restored: the handler 16, a place on the owner's stack
  that is checked, a frame and a context 50, an exchange of registers and regions 23, interrupts held and the line looked at
  16, the trap of the return 14, the result 40, what runs next 17, registers and regions again 22. The line is looked at
  because a level that the handler could not silence pends it again. Not done: a function that runs while its interrupt is
  still active needs neither the look nor the hold, but one more exception, and a partition that dies in it would leave an
  active interrupt behind.
* **A call with more than two vectors** looks before each input vector, and between the comparisons of one with the
  others (MEM-10), whether an interrupt waits. If so it ends, and its caller makes the same trap again. The wait is then
  the longest of these steps and the rest of the call. Output vectors are checked without a look: four of them are
  about 100 instructions, and 9 more for each array or vector that only privileged code may access.
* **A call without vectors** at level 3: the entry and return of four traps 42, two switches with another domain 40, the call
  62, psa_get 45, psa_reply 33, psa_wait 23, the non-secure library 28, the gate 9, the service and its stubs 24. An entry
  checks what trapped, reads the number, and checks it; a switch stores and loads a thread, eight regions and the stack
  limit. psa_get, psa_read and psa_write return straight to the thread. Not done: the same for traps that may switch
  saves 5, but needs a compiler that never keeps a frame in front of a switch; the number in a register saves 4, but then
  it is not in the instruction; a packed record of callers saves a load, but the audit reads another one. To load the
  address of the stack in the gate from a literal saves one, but a gate must not read memory before that test.
* **A call with 64 bytes in and out** at level 2: beside the above, the two vectors 121, psa_read and psa_write with their
  stubs and traps 123, two copies 34, and 24 at the end, which tell the client the length and clear the sizes. The two
  arrays and the two vectors are judged one by one: that the range is not empty 1, that its end does not wrap 3, that it
  begins in memory 4, what TT says of both ends 6, and to copy a vector and to go on 7 to 12. TT is asked for unprivileged
  code first, because privileged code may do no less; a range that only privileged code may access costs 9 more.
  Not done: the number of the region that TT gives instead of the board's table of memory, which is 3 less for each but loads
  two constants for each array, 8 in all, and then only the attribution unit says what is memory. Level 2 looks at each
  exchange whether the domain changes: that is 6 here, where it always does, and saves 10 where it does not.
* **The SFN backend**: of a call without vectors the gate and its veneer are 14, the checks 29, the run of the service 33,
  and the non-secure library 28. With 64 bytes in and out the vectors are judged in 118, psa_read and psa_write are 78, their
  copies 34, their calls in the service 12, and the end of the vectors 22. Tried: to look at the number of vectors before the
  type at the end of a message saves 3 here and costs 3 in a session; pointers instead of an index in the loop over the
  vectors cost 6, because the compiler then keeps one of them twice.
* **Flash with default options**: the log says numbers and `postern decode` has the words, so 110 bytes of text are left of
  1270. What remains of the log is the formatter (120 bytes), the two lines of a panic (110), the driver of the UART (40), and
  what they tell: the clients, the caller and 32 words of the stack (260). The self-test is one function that makes an access
  and judges the fault (120 bytes with its handler), the test of the attribution unit (190), that of the regions and their
  code (150), and some 20 accesses of 12 to 18 bytes each. The support of the FPU clears and keeps its registers in each
  exchange of contexts. Without these three the image is as large as the smallest, and 100 bytes more on the IPC backend,
  because it reads and writes. So the goal leaves 300 bytes for the self-test and the log together; each access that is
  tried, and each number that a panic tells, would have to go.
* **Boot and flash**: every register that defines a boundary gets a stated value at boot and is read back at the end of
  boot, every block of every memory controller and the FPU of both worlds included, even in an image without the
  self-test. That is about 600 bytes
  and most of the instructions. The report of a fault tells which code is to blame: about 200 bytes.
)";

constexpr const char* kMethod = R"(
## How it was measured

* GNU Arm 12.2, MinSizeRel, log level none, 8 connections, no FP
  (`CONFIG_TFM_DISABLE_CP10CP11`). Every check of the kernel is in place.
* The cost image (`bench/`) has four partitions with a stateless and a connection-based service each, and one interrupt.
  One image makes all shapes of a call, so that the compiler cannot specialise for one. `.p1`, `.p9` and `.p24` are the
  same with other numbers of partitions. A service does only what the shape needs.
* A plugin of QEMU (`bench/host/plugin.cpp`) counts between two marks, around a loop of 200 calls; the same loop without a
  call is subtracted. It counts each instruction at its address, so each figure is also available by function
  (`build/bench/profile/`).
* Exceptions are counted where the vector table points. QEMU counts no instruction for their entry and return, nor the
  SG of a gate, so read instructions and exceptions together.
* **Loads and stores** are words that instructions move, counted by the same plugin at each access; what the hardware
  stacks is part of an exception. A refill is a taken branch or an ISB. `bench/known` does what a reader can count by hand,
  and `./run test bench` compares.
* The longest wait is the longest run of instructions in secure handler mode or with non-secure interrupts held, after
  boot: over `test/scenario`, `test/interrupt` and the cost image with its most expensive call (four vectors of 255 bytes
  at odd addresses, in all mixtures). A FLIH function counts with the run that it belongs to. A long copy looks for a
  waiting interrupt after each piece, so its longest piece and the end of its trap count. "Without vectors" covers only
  non-secure calls without vectors. A panic is excluded: it ends in a reset.
* Sizes are of an image with one application partition, two services and a stack of 1 KiB, from its symbol table. "Core" is
  the code in `spm/`, without the tables that are generated from manifests.

## Repeat it

```sh
./run bench --json cost.json
./run sizes --json sizes.json
./run test bench
```

`./run test bench` fails when a figure is above `bench/budget.json`, and reports by how much and in which function.
`./run bench --update-budget` lowers the budget to the measured figures, and never raises it.
)";

std::string text_of(const Figures& figures, const std::string& name) {
  const Figure* figure = find(figures, name);
  return figure == nullptr ? "-" : fmt::format("{}", figure->value);
}

std::string head(const char* first) {
  std::string text = fmt::format("| {} |", first);
  std::string line = "|---|";
  for (const char* configuration : kConfigurations) {
    text += fmt::format(" {}, level {} |", std::string(configuration).substr(0, 3), configuration[5]);
    line += "--:|";
  }
  return text + "\n" + line + "\n";
}

// One cell for each configuration.
template <typename Cell>
std::string row(const std::string& name, const Cell& cell) {
  std::string text = fmt::format("| {} |", name);
  for (const char* configuration : kConfigurations) {
    text += fmt::format(" {} |", cell(std::string(configuration)));
  }
  return text + "\n";
}

std::string three(const Figures& figures, const std::string& path, const std::string& end) {
  std::string text;
  for (const char* shape : kShapes) {
    text += (text.empty() ? "" : " / ") + text_of(figures, fmt::format("cost.{}.{}.{}", path, shape, end));
  }
  return text == "- / - / -" ? "-" : text;
}

// Cycles with four wait states.
std::string with_waits(const Figures& figures, const std::string& name, const char* waits) {
  constexpr std::int64_t kWaitStates = 4;
  const Figure* cycles = find(figures, name + ".cycles");
  const Figure* each = find(figures, fmt::format("{}.{}", name, waits));
  return cycles == nullptr || each == nullptr ? "-" : fmt::format("{}", cycles->value + kWaitStates * each->value);
}

std::string world(const std::string& name) {
  return name == "ns" ? "non-secure" : name == "psa" ? "PSA-ROT" : "APP-ROT";
}

std::string calls(const Figures& ours, const Figures& theirs) {
  std::string text = head("path");
  for (const std::string path : {"ns-psa", "ns-app", "psa-psa", "app-app", "psa-app", "app-psa"}) {
    const std::size_t dash = path.find('-');
    const std::string name = fmt::format("{} → {}", world(path.substr(0, dash)), world(path.substr(dash + 1)));
    text += row(name, [&](const std::string& end) { return "**" + three(ours, path, end) + "**"; });
    if (find(theirs, fmt::format("cost.{}.none.SFN.l1", path)) != nullptr) {
      text += row("incumbent", [&](const std::string& end) { return three(theirs, path, end); });
    }
  }
  return text;
}

std::string models(const Figures& ours, const Figures& theirs) {
  std::string text = "\n## From the non-secure world to an application service, in other units\n\n" + head("");
  const auto add = [&](const char* name, const char* suffix) {
    text += row(name, [&](const std::string& end) { return three(ours, "ns-app", end + suffix); });
    const std::string theirs_there = row(fmt::format("incumbent: {}", name),
                                         [&](const std::string& end) { return three(theirs, "ns-app", end + suffix); });
    if (theirs_there.find("| - | - | - | - |") == std::string::npos) {
      text += theirs_there;
    }
  };
  add("exceptions", ".exceptions");
  add("cycles (model)", ".cycles");
  add("SFN-model partition on the IPC backend", ".sfnmodel");
  add("its exceptions", ".sfnmodel.exceptions");
  add("its cycles (model)", ".sfnmodel.cycles");
  text +=
      "\n## With registers of the FPU\n\nNon-secure → APP-ROT, one partition in the image. The second image is built "
      "with "
      "`CONFIG_TFM_ENABLE_FP` and\nlazy stacking and runs on the machine with its FPU. Client and service own the "
      "registers all the time.\n\n" +
      head("");
  text += row("neither uses the FPU", [&](const std::string& end) { return three(ours, "ns-app", end + ".p1"); });
  text += row("both have registers in use", [&](const std::string& end) { return three(ours, "ns-app", end + ".fp"); });
  return text;
}

// Ours, and the incumbent's where it was measured.
std::string interrupts(const Figures& ours, const Figures& theirs) {
  std::string text =
      "\n## Interrupts\n\nThe image has one partition, which owns both interrupts.\n\n" + head("instructions");
  const auto add = [&](const char* what, const std::string& name) {
    text += row(what, [&](const std::string& end) { return "**" + text_of(ours, name + "." + end) + "**"; });
    if (std::ranges::any_of(theirs, [&](const Figure& figure) { return figure.name.starts_with(name); })) {
      text += row("incumbent", [&](const std::string& end) { return text_of(theirs, name + "." + end); });
    }
  };
  add("over non-secure code, to the FLIH function", "irq.flih.entry");
  add("taken from non-secure code, with a function of six", "irq.flih.stolen");
  add("to the owner's thread, which the function signals", "irq.flih.signal");
  add("second-level interrupt to the owner's thread", "irq.slih");
  add("wait of a non-secure interrupt, call with four input vectors", "wait.ns.vectors4");
  add("a call whose service writes 16384 bytes at once", "copy.write.16384");
  return text;
}

std::string others(const Figures& ours, const Figures& theirs) {
  std::string text = "\n## Boot and waiting\n\n" + head("instructions");
  text += row("reset to the first non-secure instruction",
              [&](const std::string& end) { return "**" + text_of(ours, "boot.ns." + end) + "**"; });
  text += row("incumbent", [&](const std::string& end) { return text_of(theirs, "boot.ns." + end); });
  text += row("longest wait of a non-secure interrupt",
              [&](const std::string& end) { return text_of(ours, "wait.ns.max." + end); });
  text += row("the same, for calls without vectors",
              [&](const std::string& end) { return text_of(ours, "wait.ns.none." + end); });
  text += interrupts(ours, theirs);
  text += "\n## Options that cost a call\n\n" + head("instructions");
  text +=
      row("an event of `POSTERN_TRACE`", [&](const std::string& end) { return text_of(ours, "trace.event." + end); });
  text += row("a call with `POSTERN_COUNTERS`",
              [&](const std::string& end) { return text_of(ours, "counters.call." + end); });
  text += "\n## A call whose service reads n bytes at once\n\n" + head("bytes");
  for (unsigned bytes = 16; bytes <= 16384; bytes *= 2) {
    text += row(fmt::format("{}", bytes),
                [&](const std::string& end) { return text_of(ours, fmt::format("copy.{}.{}", bytes, end)); });
  }
  return text;
}

constexpr const char* kModel = R"(
**Cycles are a model, not a measurement**, of a Cortex-M33 with code in flash and data in RAM (`bench/host/traffic.hpp`):

* An instruction is one cycle, and one more for each word after the first that it loads or stores. A refill is 2 more, a
  division 10, an exception 12 for its entry and 10 for its return, also in a row that ends in its handler.
* RAM never makes the processor wait. Flash does for each word, of instructions or of constants, and for each vector: the
  cycles of the column *a wait state* are added once for each wait state of the flash.
* *With lines*: the flash gives 16 bytes at once and keeps one such line for instructions and one for data, and has the
  next line of instructions ready in time. Only a branch to another line, another line of constants, or a vector waits.

Published figures: 12 cycles from an interrupt to its handler with memory that does not wait, stated for the Cortex-M33 as
for the Cortex-M4, and 21 where a non-secure interrupt comes over secure code, because more registers are stacked. The
manuals of the Cortex-M3 and M4 have 10 for the return, 2 more for a branch that is taken, 2 to 12 for a division, and 2
for a single load; announcements of the Cortex-M33 say that it needs fewer for loads and branches. Arm publishes no table
of cycles for it. So the model does not know pairs of 16-bit instructions in one cycle, tail-chaining and late arrival (it
is too high there), nor loads whose result is used at once, DSB, TT, and accesses to system registers (too low), nor the
flash and the cache of a real device. No figure of this page was measured on hardware.
)";

// One line for each configuration of each row.
std::string traffic(const Figures& ours) {
  constexpr std::array<std::pair<const char*, const char*>, 9> kRows{{
      {"cost.ns-app.none", "call without vectors"},
      {"cost.ns-app.io64", "64 bytes in and out"},
      {"cost.ns-app.session", "connect, call, close"},
      {"irq.flih.stolen", "FLIH over non-secure code"},
      {"irq.flih.signal", "FLIH, signal, owner's thread"},
      {"irq.slih", "second-level interrupt"},
      {"wait.ns.max", "longest wait"},
      {"copy.write.16384", "16384 bytes written at once"},
      {"boot.ns", "boot"},
  }};
  std::string text =
      "\n## Memory traffic and cycles\n\n`./run bench` prints this for every figure, and `--json` has it as "
      "`.loads`, `.stores`, `.refills`, `.exceptions`,\n`.cycles`, `.waits` and `.waits.lines`.\n\n"
      "| | | instructions | loads | stores | refills | exceptions | cycles | a wait state | with lines | cycles, 4 "
      "wait "
      "states | with lines |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n";
  for (const auto& [figure, title] : kRows) {
    for (const char* configuration : kConfigurations) {
      const std::string name = fmt::format("{}.{}", figure, configuration);
      text += fmt::format("| {} | {} | {} |", title, configuration, text_of(ours, name));
      for (const char* end : {"loads", "stores", "refills", "exceptions", "cycles", "waits", "waits.lines"}) {
        text += fmt::format(" {} |", text_of(ours, fmt::format("{}.{}", name, end)));
      }
      text += fmt::format(" {} | {} |\n", with_waits(ours, name, "waits"), with_waits(ours, name, "waits.lines"));
    }
  }
  return text + kModel;
}

std::string partitions(const Figures& ours) {
  std::string text =
      "\n## Partitions in the image\n\n![Cost and number of partitions](cost-partitions.svg)\n\nNon-secure → "
      "APP-ROT. The incumbent's IPC calls cost 90 more for each partition. Here only psa_connect searches: it halves\n"
      "the list of services.\n\n" +
      head("partitions");
  for (const std::string suffix : {".p1", "", ".p9", ".p24"}) {
    text += row(suffix.empty() ? "4" : suffix.substr(2),
                [&](const std::string& end) { return three(ours, "ns-app", end + suffix); });
  }
  return text;
}

std::string bytes(const Figures& ours, const Figures& theirs) {
  std::string text =
      "\n## Bytes\n\nFlash / RAM of a secure image with one partition. The first rows are of the smallest image: its "
      "partition "
      "answers\nat once, and the self-test, all text of the log and the support of the FPU are left out. With default "
      "options "
      "they\nare in the image (log at ERROR), and its partition reads and writes. The incumbent's defaults have no "
      "self-test and no log.\n\n" +
      head("part");
  const auto pair = [](const Figures& figures, const std::string& end) {
    return text_of(figures, "size.flash." + end) + " / " + text_of(figures, "size.ram." + end);
  };
  for (const std::string part :
       {"image", "core", "port", "gates", "runtime", "tables", "board", "stacks", "partition", "alignment"}) {
    const bool is_compared = find(theirs, fmt::format("size.flash.{}.IPC.l1", part)) != nullptr;
    const char* strong = is_compared ? "**" : "";
    text += row(part, [&](const std::string& end) {
      return fmt::format("{0}{1}{0}", strong, pair(ours, fmt::format("{}.{}", part, end)));
    });
    if (is_compared) {
      text += row("incumbent", [&](const std::string& end) { return pair(theirs, fmt::format("{}.{}", part, end)); });
    }
  }
  text += row("**with default options**", [&](const std::string& end) {
    return fmt::format("**{}**", pair(ours, fmt::format("image.{}.defaults", end)));
  });
  for (const std::string part : {"core", "port", "gates", "tables", "board", "partition", "alignment"}) {
    text += row(part + ", default options",
                [&](const std::string& end) { return pair(ours, fmt::format("{}.{}.defaults", part, end)); });
  }
  const auto part_of = [&](const char* what, const char* with, const char* without) {
    text += row(what, [&](const std::string& end) {
      const Figure* more = find(ours, fmt::format("size.flash.image.{}.{}", end, with));
      const Figure* less = find(ours, fmt::format("size.flash.image.{}.{}", end, without));
      return more == nullptr || less == nullptr ? "-" : fmt::format("{}", more->value - less->value);
    });
  };
  part_of("of it the self-test", "defaults", "untested");
  part_of("of it the log, and what a panic tells", "untested", "silent");
  part_of("of it the support of the FPU", "silent", "plain");
  text += row("incumbent, its defaults", [&](const std::string& end) {
    return text_of(theirs, fmt::format("size.flash.image.{}.defaults", end));
  });
  text += row("image, Release", [&](const std::string& end) { return pair(ours, "image." + end + ".release"); });
  return text;
}

std::string open_goals(const Figures& ours, const Figures& goals) {
  std::string text;
  for (const Figure& goal : goals) {
    const Figure* figure = find(ours, goal.name);
    if (figure != nullptr && figure->value > goal.value) {
      text += fmt::format("| `{}` | {} | {} |\n", goal.name, figure->value, goal.value);
    }
  }
  return text.empty() ? "" : "\n## Above the goal\n\n| figure | now | goal |\n|---|--:|--:|\n" + text + kWhatRemains;
}

}  // namespace

std::string cost_page(const Figures& ours, const Figures& theirs, const Figures& goals) {
  return kBeginning + calls(ours, theirs) + "\n![One call by function](cost-call.svg)\n" + models(ours, theirs) +
         partitions(ours) + others(ours, theirs) + traffic(ours) + bytes(ours, theirs) +
         services_of_page(ours, theirs) + open_goals(ours, goals) + kMethod;
}

}  // namespace postern::bench
