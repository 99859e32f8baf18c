// SPDX-License-Identifier: Apache-2.0

#include "page/html.hpp"

#include <fmt/format.h>

namespace postern::page {
namespace {

// Nothing is told by colour alone: kinds of memory have patterns and words, warnings a sign and a word.
constexpr std::string_view kStyle = R"(
:root { color-scheme: light; }
body { font: 15px/1.45 system-ui, sans-serif; color: #111; background: #fff; margin: 1.5rem auto; max-width: 76rem; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin-bottom: 0.2rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; border-bottom: 1px solid #999; }
nav a { margin-right: 1rem; } p { max-width: 60rem; }
table { border-collapse: collapse; margin: 0.8rem 0; } caption { text-align: left; font-weight: 600; padding: 0.2rem 0; }
th, td { border: 1px solid #aaa; padding: 0.2rem 0.5rem; text-align: left; vertical-align: top; } th { background: #eee; }
td.n { text-align: right; font-variant-numeric: tabular-nums; } td.c, code { font-family: ui-monospace, monospace; font-size: 0.9em; }
th button { font: inherit; font-weight: 600; border: 0; background: none; padding: 0; cursor: pointer; text-align: left; color: inherit; }
th[aria-sort=ascending] button::after { content: " \25B2"; } th[aria-sort=descending] button::after { content: " \25BC"; }
:focus-visible { outline: 3px solid #005fcc; outline-offset: 2px; }
.warning { font-weight: 700; } .scroll { overflow-x: auto; } svg { max-width: 100%; height: auto; } svg text { font: 13px system-ui, sans-serif; }
details summary { cursor: pointer; } .skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } nav, .skip { display: none; } h2 { break-after: avoid; }
 tr, svg { break-inside: avoid; } .scroll { overflow: visible; } th button { cursor: auto; } details:not([open]) > :not(summary) { display: block; } }
)";

// A number in a cell sorts by `data-value`, or by what the cell shows.
constexpr std::string_view kScript = R"(
for (const table of document.querySelectorAll('table.sorts')) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      heads.forEach(other => other.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const key = row => row.cells[column].dataset.value ?? row.cells[column].textContent;
      const rows = [...table.tBodies[0].rows].sort((a, b) => {
        const one = key(a), other = key(b), by = one - other;
        return Number.isNaN(by) ? one.localeCompare(other) : by;
      });
      table.tBodies[0].append(...(down ? rows.reverse() : rows));
    });
  });
}
)";

}  // namespace

std::string escaped(std::string_view text) {
  std::string made;
  for (const char letter : text) {
    switch (letter) {
      case '&': made += "&amp;"; break;
      case '<': made += "&lt;"; break;
      case '>': made += "&gt;"; break;
      case '"': made += "&quot;"; break;
      case '\'': made += "&#39;"; break;
      default: made += letter < ' ' || letter > '~' ? '?' : letter;
    }
  }
  return made;
}

std::string whole_page(const std::string& title, const std::string& body) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "script-src "
      "'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n"
      "<style>{}</style>\n</head>\n<body>\n{}\n<script>{}</script>\n</body>\n</html>\n",
      escaped(title), kStyle, body, kScript);
}

}  // namespace postern::page
