// Takes the place of the kernel in the test of image.ld: one of each kind of section, and uses of the tables.
#include "system.hpp"

namespace system_tables = spm::system;

namespace {

int initialised = 0x1234;
int zeroed[3];

}  // namespace

extern "C" {

[[gnu::section(".noinit"), gnu::used]] int record[20];

void agent_start() {}

int use_tables(unsigned index) {
  zeroed[index % 3] += initialised++;
  return system_tables::kPartitions[index].id + zeroed[0];
}

[[gnu::section(".vectors"), gnu::used]] const void* const vectors[4] = {
    system_tables::kPartitions.data(), system_tables::kDomains.data(), system_tables::kServices.data(),
    reinterpret_cast<const void*>(&use_tables)};
}

#ifdef WITH_CONSTRUCTOR
int give();
int dynamic = give();
int give() { return dynamic + use_tables(1); }
#endif
