// SPDX-License-Identifier: Apache-2.0

// Contexts of non-secure clients.
#include "spm/non_secure_client.hpp"

#include <gtest/gtest.h>

#include "include/tfm_ns_client_ext.h"

namespace spm::testing {
namespace {

class NonSecureClientTest : public ::testing::Test {
 protected:
  NonSecureClientTest() { nsce::init(1); }
};

TEST_F(NonSecureClientTest, a_thread_that_leaves_takes_its_id_with_it_NSID_9) {
  const std::uint32_t first = nsce::acquire(0, 1);
  const std::uint32_t second = nsce::acquire(0, 2);
  EXPECT_EQ(nsce::load(first, -1), static_cast<std::uint32_t>(TFM_NS_CLIENT_ERR_SUCCESS));
  EXPECT_NE(non_secure_context.client, kNoClient);
  EXPECT_EQ(nsce::release(first), static_cast<std::uint32_t>(TFM_NS_CLIENT_ERR_SUCCESS));
  EXPECT_EQ(non_secure_context.client, kNoClient);
  EXPECT_EQ(nsce::release(second), static_cast<std::uint32_t>(TFM_NS_CLIENT_ERR_SUCCESS));
}

TEST_F(NonSecureClientTest, a_thread_that_leaves_leaves_the_id_of_another_NSID_9) {
  const std::uint32_t first = nsce::acquire(0, 1);
  const std::uint32_t second = nsce::acquire(0, 2);
  EXPECT_EQ(nsce::load(first, -1), static_cast<std::uint32_t>(TFM_NS_CLIENT_ERR_SUCCESS));
  EXPECT_EQ(nsce::release(second), static_cast<std::uint32_t>(TFM_NS_CLIENT_ERR_SUCCESS));
  EXPECT_NE(non_secure_context.client, kNoClient);
}

}  // namespace
}  // namespace spm::testing
