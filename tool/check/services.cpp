// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include <map>

#include "check/rules.hpp"

namespace postern::rules {

namespace {

template <typename Key>
class Unique {
 public:
  Unique(std::string_view rule, Diagnostics& diagnostics) : rule_(rule), diagnostics_(diagnostics) {}

  void add(const Key& key, Position at, const std::string& message) {
    const Diagnostics::About about(diagnostics_, rule_);
    const auto [first, is_new] = seen_.emplace(key, at);
    if (is_new) {
      return;
    }
    diagnostics_.error(at, message);
    diagnostics_.note(first->second, "the first one is here");
  }

 private:
  std::string_view rule_;
  Diagnostics& diagnostics_;
  std::map<Key, Position> seen_;
};

}  // namespace

void check_services(const System& system, Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "SVC-12");
  Unique<std::string> names("SVC-11", diagnostics);
  Unique<std::uint32_t> sids("SVC-10", diagnostics);
  Unique<unsigned> handles("SVC-12", diagnostics);
  unsigned stateless = 0;
  for (const Manifest& manifest : system.manifests) {
    for (const Service& service : manifest.services) {
      const std::string& name = service.name.value;
      if (!name.empty()) {
        names.add(name, service.name.at,
                  fmt::format("the service name `{}` is used twice; each service needs its own", name));
      }
      if (service.sid) {
        sids.add(service.sid->value, service.sid->at,
                 fmt::format("the SID {:#010x} is used twice; each service needs its own", service.sid->value));
      }
      if (service.stateless_handle) {
        const unsigned handle = service.stateless_handle->value;
        handles.add(
            handle, service.stateless_handle->at,
            fmt::format("the stateless handle {} is used twice; another number from 1 to {}, or auto, is expected",
                        handle, kStatelessHandles));
      }
      if (!service.connection_based && ++stateless == kStatelessHandles + 1) {
        diagnostics.error(
            service.name.at,
            fmt::format("`{}` is one stateless service too many; at most {} are possible", name, kStatelessHandles));
      }
    }
  }
}

}  // namespace postern::rules
