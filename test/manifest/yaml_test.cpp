// SPDX-License-Identifier: Apache-2.0

// Texts that are not YAML, or far larger than any valid file: each ends with one error at the place of the mistake,
// quickly and with little memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "fixture.hpp"
#include "read/yaml_reader.hpp"
#include "text/diagnostics.hpp"

namespace postern::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Text {
  std::string name;
  std::string text;
  std::string headline;
};

void PrintTo(const Text& text, std::ostream* stream) { *stream << text.name; }

class Yaml : public ::testing::TestWithParam<Text> {};

std::string repeated(const std::string& text, unsigned count) {
  std::string out;
  for (unsigned i = 0; i < count; ++i)
    out += text;
  return out;
}

TEST_P(Yaml, is_refused_where_the_mistake_begins) {
  const SourceFile file("it", GetParam().text);
  Diagnostics diagnostics;
  EXPECT_FALSE(read_yaml(file, diagnostics));
  ASSERT_EQ(diagnostics.all().size(), 1U) << diagnostics.text();
  EXPECT_EQ(headline(diagnostics.all().front()), "it:" + GetParam().headline);
}

std::string bomb() {
  std::string text = "a0: &a0 x\n";
  for (unsigned i = 1; i < 12; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + repeated("," + before, 9) + "]\n";
  }
  return text;
}

const std::string kBad = "error: not valid YAML or JSON: ";
const std::string kTabs = kBad + "a tab is in the indentation; spaces are expected";

std::string text_name(const ::testing::TestParamInfo<Text>& it) { return it.param.name; }

INSTANTIATE_TEST_SUITE_P(
    quotes, Yaml,
    ::testing::Values(
        Text{"never_closed", "name: A\ntype: \"never closed\n",
             "2:7: " + kBad + "the quote opened here is never closed"},
        Text{"single_never_closed", "name: A\ntype: 'never closed\nsid: 1\n",
             "2:7: " + kBad + "the quote opened here is never closed"},
        Text{"closed_by_the_next", "a: 1\nname: \"A\ntype: \"PSA-ROT\"\nsid: \"1\"\n",
             "2:7: " + kBad +
                 "the quote opened here is closed in line 3, where `PSA-ROT` follows; close it where the value "
                 "ends"},
        Text{"closed_by_the_next_in_json", "{\n \"name\": \"A,\n \"type\": \"B\"\n}\n",
             "2:10: " + kBad +
                 "the quote opened here is closed in line 3, where `type` follows; close it where the value "
                 "ends"},
        Text{"an_apostrophe", "description: 'it's'\n",
             "1:14: " + kBad +
                 "the quote opened here is closed in line 1, where `s` follows; close it where the value ends"},
        Text{"an_unknown_escape", "description: \"a\\q\"\n", "1:16: " + kBad + "found unknown escape character"}),
    text_name);

INSTANTIATE_TEST_SUITE_P(
    brackets, Yaml,
    ::testing::Values(
        Text{"never_closed", "name: A\nirqs: [1, 2\n", "2:7: " + kBad + "the bracket `[` opened here is never closed"},
        Text{"left_by_the_next_key", "name: A\nservices: [{name: B, sid: 1}\ntype: PSA-ROT\nirqs:\n  - {a: b}\n",
             "2:11: " + kBad + "the bracket `[` opened here is never closed"},
        Text{"left_by_the_next_item", "services:\n  - {name: B, sid: 1\n  - {name: C, sid: 2}\n",
             "2:5: " + kBad + "the bracket `{` opened here is never closed"},
        Text{"never_closed_in_json", "{\"a\": 1,\n \"b\": [\n  {\"c\": 2}\n",
             "2:7: " + kBad + "the bracket `[` opened here is never closed"},
        Text{"closed_by_another", "{\"a\": [\n  {\"b\": 1,\n   \"c\": 2\n ]\n}\n",
             "2:3: " + kBad + "`{` is opened here, but line 4 has `]`"},
        Text{"one_too_many", "{\"a\": 1}}\n", "1:9: " + kBad + "`}` follows the end of the document"}),
    text_name);

INSTANTIATE_TEST_SUITE_P(
    lines, Yaml,
    ::testing::Values(
        Text{"a_key_that_is_too_deep", "services:\n  - name: A\n     sid: 1\n",
             "3:6: " + kBad + "the key `sid` is indented deeper than the keys before it"},
        Text{"a_key_that_is_not_deep_enough", "services:\n  - name: A\n   sid: 1\n",
             "3:4: " + kBad + "`sid` does not fit the list before it; `-` with the same indentation is expected"},
        Text{"a_key_without_colon", "name A\ntype: B\n", "1:1: " + kBad + "`name A` is not a key: no `:` follows"},
        Text{"a_tab_before_a_key", "name: A\n\ttype: B\n", "2:1: " + kTabs},
        Text{"a_tab_before_an_item", "services:\n\t- name: A\n", "2:1: " + kTabs},
        Text{"a_tab_behind_spaces", "services:\n  - name: A\n  \tsid: 1\n", "3:3: " + kTabs},
        Text{"two_colons", "name: A: B\n",
             "1:8: " + kBad + "`:` is not expected here; a value that contains a colon and a space needs quotes"},
        Text{"a_colon_alone", ": B\n", "1:1: " + kBad + "found `:` where a key is expected"},
        Text{"a_comma_alone", ",", "1:1: " + kBad + "a value is expected before `,`"},
        Text{"a_comma_before_a_key", "name: A\n, type: B\n", "2:1: " + kBad + "found `,` where a key is expected"},
        Text{"a_comma_behind_the_end", "{\"a\": 1},\n", "1:9: " + kBad + "`,` follows the end of the document"},
        Text{"two_commas", "{\"a\": 1,, \"b\": 2}", "1:9: " + kBad + "a value is expected before `,`"},
        Text{"a_missing_comma", "{\"a\": 1\n \"b\": 2}", "2:2: " + kBad + "`,` is missing before `\"b\"`"},
        Text{"two_documents", "a: 1\n---\nb: 2\n", "3:1: error: a second document begins here; only one is expected"},
        Text{"nothing", "# only a remark\n", "1:1: error: the file is empty; one YAML or JSON document is expected"},
        Text{"a_tag", "name: !!str A\n", "1:7: error: a tag has no meaning here; remove it"}),
    text_name);

INSTANTIATE_TEST_SUITE_P(
    limits, Yaml,
    ::testing::Values(Text{"an_alias_to_its_own_list", "a: &a [*a]\n",
                           "1:8: error: the alias `*a` is inside its own anchor; that would never end"},
                      Text{"an_alias_to_its_own_map", "a: &a\n  b: *a\n",
                           "2:6: error: the alias `*a` is inside its own anchor; that would never end"},
                      Text{"an_alias_to_an_ancestor", "a: &a {b: {c: [1, *a]}}\n",
                           "1:19: error: the alias `*a` is inside its own anchor; that would never end"},
                      Text{"an_alias_without_anchor", "a: *b\n",
                           "1:4: error: the alias `*b` has no anchor `&b` before it"},
                      Text{"aliases_of_aliases", bomb(),
                           "6:10: error: the file holds more than 20000 values here, each alias counted as a copy of "
                           "what it names; at "
                           "most 20000 are allowed"},
                      Text{"deep_brackets", repeated("[", 100'000),
                           "1:33: error: this value is nested 33 deep; at most 32 levels are "
                           "allowed"},
                      Text{"deep_maps", repeated("{\"a\":", 100'000),
                           "1:157: error: this value is nested 33 deep; at most 32 levels are allowed"},
                      Text{"deep_items", repeated("- ", 100'000),
                           "1:65: error: this value is nested 33 deep; at most 32 levels are allowed"},
                      Text{"deep_keys", repeated("? ", 100'000),
                           "1:65: error: this value is nested 33 deep; at most 32 levels are allowed"},
                      Text{"many_values", repeated("- 1\n", 100'000),
                           "20000:3: error: the file holds more than 20000 values here, each alias counted as a copy "
                           "of what it names; "
                           "at most 20000 are allowed"},
                      Text{"a_long_value", "a: " + repeated("x", 5000),
                           "1:4: error: this value has more than 4096 characters; at most 4096 are allowed"},
                      Text{"a_large_file", "a: 1 # " + repeated("x", 1U << 20U),
                           "1:1: error: the file is larger than 1024 KiB, the largest size that is read"}),
    text_name);

INSTANTIATE_TEST_SUITE_P(
    characters, Yaml,
    ::testing::Values(Text{"a_null", std::string("name: a\0b\n", 10),
                           "1:8: error: unexpected control character `\\x00`; printable characters, spaces, tabs "
                           "and line ends are "
                           "expected"},
                      Text{"an_escape_sequence", "name: A\ntype: \x1b[31mB\n",
                           "2:7: error: unexpected control character `\\x1b`; printable characters, spaces, tabs "
                           "and line ends are "
                           "expected"},
                      Text{"an_escape_sequence_by_escape", "name: \"\\u001b[31m\"\n",
                           "1:7: error: an escape in this value produces the control character `\\x1b`; printable "
                           "characters are expected"},
                      Text{"no_utf_8", "description: \xC3\x84\xC3\x84 \xFF\n",
                           "1:17: error: the byte `\\xff` is not UTF-8; text in UTF-8 is expected"},
                      Text{"half_a_character", "name: \xE2\x82",
                           "1:7: error: the byte `\\xe2` is not UTF-8; text in UTF-8 is expected"},
                      Text{"an_overlong_slash", "name: \xC0\xAF",
                           "1:7: error: the byte `\\xc0` is not UTF-8; text in UTF-8 is expected"},
                      Text{"a_surrogate", "name: \xED\xA0\x80",
                           "1:7: error: the byte `\\xed` is not UTF-8; text in UTF-8 is expected"},
                      Text{"utf_16",
                           std::string("\xFF\xFE"
                                       "a\0",
                                       4),
                           "1:1: error: the byte `\\xff` is not UTF-8; text in UTF-8 is expected"},
                      Text{"characters_before_the_fault", "\"\xC3\x84\xE6\x97\xA5\xF0\x9F\x98\x80\": *x\n",
                           "1:8: error: the alias `*x` has no anchor `&x` before it"}),
    text_name);

std::string printed(const std::string& manifest, const std::string& name = "alpha.yaml") {
  Workspace workspace;
  workspace.write(name, manifest);
  workspace.write("list.yaml", "manifest_list: [{description: one, manifest: \"" + name + "\"}]\n");
  return workspace.check().diagnostics.text();
}

TEST(excerpt, columns_count_characters_and_the_caret_stands_below_them) {
  EXPECT_THAT(printed("{\"description\": \"\xC3\x84\xC3\x96\", \"nmae\": 1}\n"),
              HasSubstr("alpha.yaml:1:23: error: `nmae`"));
  EXPECT_THAT(printed("{\"description\": \"\xC3\x84\xC3\x96\", \"nmae\": 1}\n"),
              HasSubstr("\n  " + std::string(22, ' ') + "^~~~~~\n"));
}

TEST(excerpt, a_wide_character_takes_two_columns_and_a_combining_one_none) {
  EXPECT_THAT(printed("{\"description\": \"\xE6\x97\xA5\xE6\x9C\xAC\", \"nmae\": 1}\n"),
              HasSubstr("\n  " + std::string(24, ' ') + "^~~~~~\n"));
  EXPECT_THAT(printed("{\"description\": \"e\xCC\x81\", \"nmae\": 1}\n"),
              HasSubstr("\n  " + std::string(21, ' ') + "^~~~~~\n"));
}

TEST(excerpt, a_tab_stays_a_tab_in_both_lines) {
  EXPECT_THAT(printed("{\"description\":\t\"x\",\t\"nmae\": 1}\n"),
              HasSubstr("  {\"description\":\t\"x\",\t\"nmae\": 1}\n  " + std::string(15, ' ') + "\t    \t^~~~~~\n"));
}

TEST(excerpt, a_long_line_is_shown_around_its_fault) {
  const std::string text = printed("{\"description\": \"" + std::string(3000, 'x') + "\", \"nmae\": 1}\n");
  EXPECT_THAT(text, HasSubstr("  ..." + std::string(57, 'x') + "\", \"nmae\": 1}\n"));
  EXPECT_THAT(text, HasSubstr("\n     " + std::string(60, ' ') + "^~~~~~\n"));
}

TEST(excerpt, text_of_an_input_never_reaches_the_terminal_raw) {
  for (const std::string& text : {std::string("name: \x1b]0;title\x07\n"), std::string("name: \"\\e[2J\"\n"),
                                  std::string("name: \xC2\x9B"
                                              "31m\n"),
                                  std::string("name: a\rb: \x7F\n"), std::string("\xE2\x80\xAEname: x\n"),
                                  std::string("name: [\xFF\x1b]\n"), std::string("k\xE2\x80\x8By: x\n")}) {
    for (const std::string& name : {std::string("alpha.yaml"), std::string("\x1b[1m.yaml")}) {
      const std::string seen = printed(text, name);
      EXPECT_FALSE(seen.empty());
      for (const char c : {'\x1b', '\x07', '\x7F', '\r', '\xFF'})
        EXPECT_EQ(seen.find(c), std::string::npos) << seen;
      EXPECT_THAT(seen, Not(HasSubstr("\xC2\x9B")));
      EXPECT_THAT(seen, Not(HasSubstr("\xE2\x80\xAE")));
      EXPECT_THAT(seen, Not(HasSubstr("\xE2\x80\x8B")));
    }
  }
}

TEST(excerpt, lines_are_those_of_an_editor_whatever_ends_them) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const std::string text = printed("description: x" + end + "nmae: y" + end);
    EXPECT_THAT(text, HasSubstr("alpha.yaml:2:1: error: `nmae`")) << text;
    EXPECT_THAT(text, HasSubstr("\n  nmae: y\n")) << text;
  }
}

TEST(excerpt, a_byte_order_mark_is_no_part_of_the_text) {
  EXPECT_THAT(printed("\xEF\xBB\xBFnmae: y\n"), HasSubstr("alpha.yaml:1:1: error: `nmae`"));
}

TEST(excerpt, a_value_by_alias_is_wrong_where_the_alias_stands) {
  const std::string text = printed("type: &t FOO\npriority: *t\n");
  EXPECT_THAT(text, HasSubstr("alpha.yaml:1:10: error: `FOO` is not a value of `type`"));
  EXPECT_THAT(text, HasSubstr("alpha.yaml:2:11: error: `FOO` is not a value of `priority`"));
}

TEST(excerpt, of_very_many_messages_the_first_are_shown) {
  std::string text;
  for (int i = 0; i < 5000; ++i)
    text += "k" + std::to_string(i) + ": 1\n";
  const std::string seen = printed(text);
  EXPECT_THAT(seen, HasSubstr("postern: the first 100 of 5006 messages are shown\npostern: 5006 errors\n"));
  EXPECT_LT(seen.size(), 100'000U);
}

}  // namespace
}  // namespace postern::testing
