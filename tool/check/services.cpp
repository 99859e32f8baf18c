#include <fmt/format.h>

#include <map>

#include "check/rules.hpp"

namespace postern::rules {

namespace {

template <typename Key>
class Unique {
 public:
  explicit Unique(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void add(const Key& key, Position at, const std::string& message) {
    const auto [first, is_new] = seen_.emplace(key, at);
    if (is_new) {
      return;
    }
    diagnostics_.error(at, message);
    diagnostics_.note(first->second, "the first one is here");
  }

 private:
  Diagnostics& diagnostics_;
  std::map<Key, Position> seen_;
};

}  // namespace

void check_services(const System& system, Diagnostics& diagnostics) {
  Unique<std::string> names(diagnostics);
  Unique<std::uint32_t> sids(diagnostics);
  Unique<unsigned> handles(diagnostics);
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
