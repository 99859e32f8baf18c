// SPDX-License-Identifier: Apache-2.0

// The owner of each byte: images of this tree have exactly one owner for every byte, and the defect of a changed image
// is named.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "../support/process.hpp"
#include "audit/owners.hpp"
#include "elf/handle.hpp"

namespace postern::audit {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string built(int level, const std::string& backend = "ipc", const std::string& image = "demo") {
  return std::string(POSTERN_ROOT) + "/build/arm-mps2-an521-" + backend + "-l" + std::to_string(level) + "/" + image +
         "/" + image + "_s.elf";
}

/// An image and the linker's symbols for it, in which a test changes one thing.
class Doctored : public ::testing::Test {
 protected:
  Symbol& symbol(const std::string& name) {
    const auto found = std::find_if(layout.symbols.begin(), layout.symbols.end(),
                                    [&](const Symbol& each) { return each.name == name && !each.is_local; });
    EXPECT_NE(found, layout.symbols.end()) << name;
    return *found;
  }
  /// A symbol with a size that comes from a file of that partition.
  Symbol& local_of(const std::string& partition) {
    const auto found = std::find_if(layout.symbols.begin(), layout.symbols.end(), [&](const Symbol& each) {
      return each.is_local && each.size != 0 && !is_mapping(each) &&
             each.file.starts_with("partition." + partition + "/");
    });
    EXPECT_NE(found, layout.symbols.end()) << partition;
    return *found;
  }
  OutputSection& section(const std::string& name) {
    const auto found = std::find_if(layout.sections.begin(), layout.sections.end(),
                                    [&](const OutputSection& each) { return each.name == name; });
    EXPECT_NE(found, layout.sections.end()) << name;
    return *found;
  }
  /// A byte of the image as it is loaded.
  std::uint8_t& byte(std::uint64_t address) {
    for (Segment& segment : image.file.segments) {
      if (address >= segment.memory.first && address - segment.memory.first < segment.bytes.size()) {
        return segment.bytes[address - segment.memory.first];
      }
    }
    ADD_FAILURE() << address;
    return image.file.segments.front().bytes.front();
  }
  [[nodiscard]] std::vector<std::string> violations() const { return owner_violations(image, layout); }

  Image image = read_image(built(3));
  Layout layout = read_layout(built(3));
};

/// An image with initialised variables, which the demo does not have.
class DoctoredData : public Doctored {
 protected:
  DoctoredData() {
    image = read_image(built(3, "ipc", "scenario"));
    layout = read_layout(built(3, "ipc", "scenario"));
  }
};

TEST(owners, every_byte_has_one_at_every_level_and_with_each_backend) {
  for (const std::string& path : {built(1), built(2), built(3), built(1, "sfn")}) {
    EXPECT_THAT(owner_violations(read_image(path), read_layout(path)), IsEmpty()) << path;
  }
}

TEST_F(Doctored, a_local_variable_in_a_neighbours_memory_is_named) {
  Symbol& moved = local_of("VAULT");
  moved.address = symbol("LEDGER.text_start").address;
  EXPECT_THAT(violations(),
              Contains(AllOf(HasSubstr("`" + moved.name + "` of VAULT"), HasSubstr("lies in the text of LEDGER"))));
}

TEST_F(Doctored, an_entry_of_a_partition_in_the_kernels_memory_is_named) {
  Symbol& entry = symbol("VAULT.start");
  entry.address = symbol("text_start").address;
  EXPECT_THAT(violations(),
              ElementsAre(AllOf(HasSubstr("`VAULT.start` of VAULT"), HasSubstr("the text of the kernel"))));
}

TEST_F(Doctored, a_common_variable_among_a_partitions_zeros_is_named) {
  Symbol common = symbol("VAULT.start");
  common.name = "vendor_counter";
  common.address = symbol("VAULT.stack_limit").address;
  common.section = section(".bss_0").index;
  common.size = 4;
  layout.symbols.push_back(common);
  EXPECT_THAT(violations(), ElementsAre(AllOf(HasSubstr("`vendor_counter` of the kernel"), HasSubstr("of VAULT"))));
}

TEST_F(Doctored, a_variable_across_two_places_is_named) {
  Symbol& large = local_of("VAULT");
  large.size = 0x10'0000;
  EXPECT_THAT(violations(), Contains(HasSubstr("`" + large.name + "` of VAULT at")));
}

TEST_F(Doctored, a_section_that_a_linker_put_somewhere_is_named) {
  const std::uint64_t at = symbol("VAULT.stack_limit").address - 4;
  layout.sections.push_back({"my_config", 99, {at, at + 4}});
  EXPECT_THAT(violations(), ElementsAre(HasSubstr("the section `my_config` at ")));
}

TEST_F(Doctored, bytes_behind_the_end_of_a_place_are_named) {
  symbol("VAULT.text_end").address -= 2;
  EXPECT_THAT(violations(), Contains(AllOf(HasSubstr("of the section `.text_"), HasSubstr("has no owner"))));
}

TEST_F(Doctored, zeros_that_no_place_has_are_named) {
  symbol("kernel_bss_end").address -= 64;
  EXPECT_THAT(violations(), Contains(AllOf(HasSubstr("of the section `.bss_0`"), HasSubstr("has no owner"))));
}

TEST_F(Doctored, two_places_on_one_another_are_named) {
  symbol("VAULT.text_end").address = symbol("LEDGER.text_end").address + 0x1000;
  EXPECT_THAT(violations(), Contains(HasSubstr("overlap at ")));
}

TEST_F(Doctored, zeros_that_boot_does_not_clear_are_named) {
  for (std::uint64_t at = symbol("load_table_start").address; at < symbol("load_table_end").address; at += 16) {
    byte(at + 12) = 0;
    byte(at + 13) = 0;
  }
  EXPECT_THAT(violations(), Contains(HasSubstr("the zeros of the kernel at")));
  EXPECT_THAT(violations(), Contains(HasSubstr("are not cleared")));
}

TEST_F(DoctoredData, that_boot_copies_from_elsewhere_is_named) {
  std::uint64_t at = symbol("load_table_start").address;
  while (at < symbol("load_table_end").address && byte(at + 8) == 0) {
    at += 16;
  }
  byte(at) ^= 4U;
  EXPECT_THAT(violations(), ElementsAre(AllOf(HasSubstr("the data of "), HasSubstr("is not copied"))));
}

TEST_F(Doctored, zeros_that_begin_a_word_early_are_named) {
  for (std::uint64_t at = symbol("load_table_start").address; at < symbol("load_table_end").address; at += 16) {
    if (byte(at + 8) == 0) {
      byte(at + 4) -= 4;
    }
  }
  EXPECT_THAT(violations(), Contains(HasSubstr("boot writes zeros at")));
}

TEST_F(DoctoredData, that_is_loaded_over_code_is_named) {
  section(".data_2").load = section(".text").load;
  EXPECT_THAT(violations(), Contains(HasSubstr("are both loaded at")));
}

TEST_F(Doctored, a_record_that_says_something_else_is_named) {
  image.partitions.front().places.back().memory.end -= 4;
  EXPECT_THAT(violations(), ElementsAre(AllOf(HasSubstr("the record's "), HasSubstr("does not match its symbols"))));
}

TEST_F(Doctored, another_id_than_that_of_the_manifest_list_is_named) {
  ++image.partitions.front().id;
  EXPECT_THAT(violations(), ElementsAre(HasSubstr("whose manifest list says")));
}

TEST_F(Doctored, a_limit_above_the_end_of_a_stack_is_named) {
  for (Partition& partition : image.partitions) {
    for (Place& place : partition.places) {
      place.memory.first += place.kind == Place::Kind::stack ? 8 : 0;
    }
  }
  EXPECT_THAT(violations(), Each(AllOf(HasSubstr("the record's stack of"), HasSubstr("does not match its symbols"))));
  EXPECT_EQ(violations().size(), image.partitions.size());
}

TEST_F(Doctored, an_image_that_does_not_say_where_a_place_is_is_refused) {
  symbol("VAULT.bss_start").name = "other";
  EXPECT_THAT(violations(), Contains(HasSubstr("does not say where the zeros of VAULT begins and ends")));
}

// The whole command, from a file.
TEST(owners, the_command_ends_with_1_for_a_file_with_a_moved_symbol) {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("postern-owners-" + std::to_string(getpid()) + ".elf");
  std::filesystem::copy_file(built(3), path, std::filesystem::copy_options::overwrite_existing);
  const Layout layout = read_layout(path);
  const auto target = std::find_if(layout.symbols.begin(), layout.symbols.end(),
                                   [](const Symbol& each) { return each.name == "LEDGER.text_start"; });
  ASSERT_NE(target, layout.symbols.end());
  {
    const elf::Handle handle(path, elf::Handle::Access::change);
    Elf* const elf = handle.get();
    elf_flagelf(elf, ELF_C_SET, ELF_F_LAYOUT);
    for (Elf_Scn* section = nullptr; (section = elf_nextscn(elf, section)) != nullptr;) {
      GElf_Shdr header;
      gelf_getshdr(section, &header);
      Elf_Data* const data = header.sh_type == SHT_SYMTAB ? elf_getdata(section, nullptr) : nullptr;
      for (int i = 0; data != nullptr && i < static_cast<int>(header.sh_size / header.sh_entsize); ++i) {
        GElf_Sym symbol;
        gelf_getsym(data, i, &symbol);
        if (std::string(elf_strptr(elf, header.sh_link, symbol.st_name)) == "VAULT.start") {
          symbol.st_value = target->address | 1U;
          gelf_update_sym(data, i, &symbol);
        }
      }
    }
    EXPECT_GT(elf_update(elf, ELF_C_WRITE), 0) << elf_errmsg(-1);
  }
  EXPECT_EQ(postern::testing::run(std::string(POSTERN_EXECUTABLE) + " audit " + path.string()).status, 1);
  EXPECT_THAT(owner_violations(read_image(path), read_layout(path)),
              ElementsAre(AllOf(HasSubstr("`VAULT.start` of VAULT"), HasSubstr("lies in the text of LEDGER"))));
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace postern::audit
