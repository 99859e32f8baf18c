// SPDX-License-Identifier: Apache-2.0

// The dispatcher of the Crypto service with random messages, on the PC and with sanitizers:
//
//   crypto_fuzz [CALLS] [SEED]
//
// Four clients, two of them non-secure, call every function of the table, with vectors that are right, nearly right or
// wrong, with handles of their own, of others and of the past, and with bytes that are sometimes keys. A model made
// from the table alone says which messages are refused before a byte is read, which handles are open, and what is left
// at the end: nothing.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "dispatcher.hpp"
#include "entropy.h"
#include "functions.hpp"
#include "psa/internal_trusted_storage.h"
#include "random.hpp"

namespace {

using postern::crypto::State;

struct Row {
  const char* name;
  State state;
  tfm_crypto_life life;
  bool is_missing;
  std::vector<tfm_crypto_argument> arguments;
};

std::vector<Row> rows() {
  using namespace postern::crypto::kind;
#define ROW(name, state, life, ...) Row{#name, State::state, TFM_CRYPTO_##life, false, {__VA_ARGS__}},
#define MISSING_ROW(name, state, life, ...) Row{#name, State::state, TFM_CRYPTO_##life, true, {__VA_ARGS__}},
  return {TFM_CRYPTO_FUNCTIONS(ROW, MISSING_ROW)};
}
const std::vector<Row> table = rows();

std::mt19937_64 engine;
std::size_t below(std::size_t limit) { return engine() % limit; }
bool one_in(std::size_t count) { return below(count) == 0; }
template <typename Choices>
auto one_of(const Choices& choices) {
  return choices[below(std::size(choices))];
}

/// The message in progress: what the kernel has of it.
struct Message {
  std::size_t row;
  std::int32_t client;
  std::size_t theme;
  std::array<std::vector<std::uint8_t>, PSA_MAX_IOVEC> in;
  std::array<std::size_t, PSA_MAX_IOVEC> out_size{};
  std::array<std::vector<std::uint8_t>, PSA_MAX_IOVEC> out;
  std::array<std::size_t, PSA_MAX_IOVEC> read{};
  std::size_t reads = 0;
};
Message message;
std::size_t calls = 0;

[[noreturn]] void fail(const std::string& what) {
  std::printf("FAILED %s: call %zu, %s of client %d\n", what.c_str(), calls, table[message.row].name, message.client);
  std::exit(1);
}

}  // namespace

extern "C" size_t psa_read(psa_handle_t /*handle*/, std::uint32_t index, void* buffer, std::size_t size) {
  const std::size_t rest = message.in.at(index).size() - message.read.at(index);
  const std::size_t count = std::min(size, rest);
  std::copy_n(message.in.at(index).begin() + static_cast<std::ptrdiff_t>(message.read.at(index)), count,
              static_cast<std::uint8_t*>(buffer));
  message.read.at(index) += count;
  ++message.reads;
  return count;
}

extern "C" void psa_write(psa_handle_t /*handle*/, std::uint32_t index, const void* buffer, std::size_t size) {
  std::vector<std::uint8_t>& out = message.out.at(index);
  const auto* const bytes = static_cast<const std::uint8_t*>(buffer);
  out.insert(out.end(), bytes, bytes + size);
  if (out.size() > message.out_size.at(index)) {
    fail("more was written than there is room for");
  }
}

extern "C" int take_entropy(std::uint8_t* seed) {
  std::fill_n(seed, ENTROPY_SIZE, std::uint8_t{1});
  return 1;
}

namespace {

/// Internal Trusted Storage, which never fails.
std::map<psa_storage_uid_t, std::vector<std::uint8_t>> assets;

}  // namespace

extern "C" psa_status_t psa_its_set(psa_storage_uid_t uid, std::size_t size, const void* data,
                                    psa_storage_create_flags_t /*flags*/) {
  const auto* const bytes = static_cast<const std::uint8_t*>(data);
  assets[uid].assign(bytes, bytes + size);
  return PSA_SUCCESS;
}

extern "C" psa_status_t psa_its_get(psa_storage_uid_t uid, std::size_t offset, std::size_t size, void* data,
                                    std::size_t* length) {
  const std::vector<std::uint8_t>& asset = assets[uid];
  *length = std::min(size, asset.size() - offset);
  std::copy_n(asset.begin() + static_cast<std::ptrdiff_t>(offset), *length, static_cast<std::uint8_t*>(data));
  return PSA_SUCCESS;
}

extern "C" psa_status_t psa_its_get_info(psa_storage_uid_t uid, psa_storage_info_t* info) {
  if (!assets.contains(uid)) {
    return PSA_ERROR_DOES_NOT_EXIST;
  }
  *info = {assets[uid].size(), assets[uid].size(), 0};
  return PSA_SUCCESS;
}

extern "C" psa_status_t psa_its_remove(psa_storage_uid_t uid) {
  return assets.erase(uid) == 1 ? PSA_SUCCESS : PSA_ERROR_DOES_NOT_EXIST;
}

namespace {

constexpr std::array<std::int32_t, 4> kClients = {-1, -2, 100, 101};

/// Who has a share: the non-secure clients have one together.
std::int32_t holder_of(std::int32_t client) { return std::max(client, -1); }

/// Open operations: what a handle is, and whose.
struct Open {
  std::int32_t client;
  State state;
};
std::map<std::uint32_t, Open> open;
std::vector<std::uint32_t> old_handles = {0, 1, 8, 0x7FFFFFFF, 0xFFFFFFFF};
/// Keys: whose, and the theme that they were made for.
struct Key {
  std::int32_t client;
  std::size_t theme;
};
std::map<std::uint32_t, Key> keys;

void add_word(std::vector<std::uint8_t>& bytes, std::uint32_t word) {
  for (unsigned shift = 0; shift < 32; shift += 8) {
    bytes.push_back(static_cast<std::uint8_t>(word >> shift));
  }
}

std::vector<std::uint8_t> some_bytes(std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  std::generate(bytes.begin(), bytes.end(), [] { return static_cast<std::uint8_t>(engine()); });
  return bytes;
}

std::size_t some_size() {
  constexpr std::array<std::size_t, 12> usual = {0, 1, 12, 13, 16, 20, 24, 32, 48, 64, 65, 128};
  return one_in(200) ? below(3 * CRYPTO_IOVEC_BUFFER_SIZE) : one_in(4) ? below(140) : one_of(usual);
}

psa_algorithm_t some_algorithm() {
  static const std::vector<psa_algorithm_t> usual = {PSA_ALG_SHA_1,
                                                     PSA_ALG_SHA_224,
                                                     PSA_ALG_SHA_256,
                                                     PSA_ALG_SHA_384,
                                                     PSA_ALG_SHA_512,
                                                     PSA_ALG_SHA3_256,
                                                     PSA_ALG_HMAC(PSA_ALG_SHA_256),
                                                     PSA_ALG_HMAC(PSA_ALG_SHA_384),
                                                     PSA_ALG_CMAC,
                                                     PSA_ALG_TRUNCATED_MAC(PSA_ALG_HMAC(PSA_ALG_SHA_256), 8),
                                                     PSA_ALG_ECB_NO_PADDING,
                                                     PSA_ALG_CBC_NO_PADDING,
                                                     PSA_ALG_CBC_PKCS7,
                                                     PSA_ALG_CTR,
                                                     PSA_ALG_CFB,
                                                     PSA_ALG_OFB,
                                                     PSA_ALG_STREAM_CIPHER,
                                                     PSA_ALG_CCM,
                                                     PSA_ALG_GCM,
                                                     PSA_ALG_CHACHA20_POLY1305,
                                                     PSA_ALG_AEAD_WITH_SHORTENED_TAG(PSA_ALG_GCM, 8),
                                                     PSA_ALG_HKDF(PSA_ALG_SHA_256),
                                                     PSA_ALG_HKDF_EXTRACT(PSA_ALG_SHA_256),
                                                     PSA_ALG_HKDF_EXPAND(PSA_ALG_SHA_256),
                                                     PSA_ALG_TLS12_PRF(PSA_ALG_SHA_256),
                                                     PSA_ALG_TLS12_PSK_TO_MS(PSA_ALG_SHA_256),
                                                     PSA_ALG_PBKDF2_HMAC(PSA_ALG_SHA_256),
                                                     PSA_ALG_ECDH,
                                                     PSA_ALG_KEY_AGREEMENT(PSA_ALG_ECDH, PSA_ALG_HKDF(PSA_ALG_SHA_256)),
                                                     PSA_ALG_ECDSA(PSA_ALG_SHA_256),
                                                     PSA_ALG_DETERMINISTIC_ECDSA(PSA_ALG_SHA_256),
                                                     PSA_ALG_RSA_PKCS1V15_SIGN(PSA_ALG_SHA_256),
                                                     PSA_ALG_RSA_PSS(PSA_ALG_SHA_256),
                                                     PSA_ALG_RSA_OAEP(PSA_ALG_SHA_256),
                                                     PSA_ALG_RSA_PKCS1V15_CRYPT};
  return one_in(20) ? static_cast<psa_algorithm_t>(engine()) : one_of(usual);
}

/// What fits together; those at the end compute for long. A key pair of RSA is never generated, which would take
/// seconds.
struct Theme {
  psa_key_type_t type;
  std::uint16_t bits;
  psa_algorithm_t algorithm;
};
const std::vector<Theme> themes = {
    {PSA_KEY_TYPE_HMAC, 256, PSA_ALG_HMAC(PSA_ALG_SHA_256)},
    {PSA_KEY_TYPE_HMAC, 160, PSA_ALG_HMAC(PSA_ALG_SHA_512)},
    {PSA_KEY_TYPE_AES, 128, PSA_ALG_CMAC},
    {PSA_KEY_TYPE_AES, 128, PSA_ALG_ECB_NO_PADDING},
    {PSA_KEY_TYPE_AES, 256, PSA_ALG_CBC_NO_PADDING},
    {PSA_KEY_TYPE_AES, 128, PSA_ALG_CBC_PKCS7},
    {PSA_KEY_TYPE_AES, 192, PSA_ALG_CTR},
    {PSA_KEY_TYPE_AES, 128, PSA_ALG_CFB},
    {PSA_KEY_TYPE_AES, 128, PSA_ALG_OFB},
    {PSA_KEY_TYPE_AES, 128, PSA_ALG_CCM},
    {PSA_KEY_TYPE_AES, 256, PSA_ALG_GCM},
    {PSA_KEY_TYPE_CHACHA20, 256, PSA_ALG_STREAM_CIPHER},
    {PSA_KEY_TYPE_CHACHA20, 256, PSA_ALG_CHACHA20_POLY1305},
    {PSA_KEY_TYPE_DERIVE, 256, PSA_ALG_HKDF(PSA_ALG_SHA_256)},
    {PSA_KEY_TYPE_DERIVE, 256, PSA_ALG_TLS12_PRF(PSA_ALG_SHA_256)},
    {PSA_KEY_TYPE_PASSWORD, 64, PSA_ALG_PBKDF2_HMAC(PSA_ALG_SHA_256)},
    {PSA_KEY_TYPE_RAW_DATA, 128, PSA_ALG_NONE},
    {PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1), 256, PSA_ALG_ECDSA(PSA_ALG_SHA_256)},
    {PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1), 256, PSA_ALG_ECDH},
    {PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_MONTGOMERY), 255, PSA_ALG_ECDH},
    {PSA_KEY_TYPE_ECC_PUBLIC_KEY(PSA_ECC_FAMILY_SECP_R1), 256, PSA_ALG_ECDSA(PSA_ALG_SHA_256)},
};
constexpr std::size_t kSlowThemes = 4;
std::size_t some_theme() { return below(themes.size() - (one_in(100) ? 0 : kSlowThemes)); }
constexpr std::uint32_t kAllUsages = PSA_KEY_USAGE_EXPORT | PSA_KEY_USAGE_COPY | PSA_KEY_USAGE_ENCRYPT |
                                     PSA_KEY_USAGE_DECRYPT | PSA_KEY_USAGE_SIGN_MESSAGE | PSA_KEY_USAGE_VERIFY_MESSAGE |
                                     PSA_KEY_USAGE_SIGN_HASH | PSA_KEY_USAGE_VERIFY_HASH | PSA_KEY_USAGE_DERIVE;

constexpr std::array<psa_algorithm_t, 3> derivations = {
    PSA_ALG_HKDF(PSA_ALG_SHA_256), PSA_ALG_TLS12_PRF(PSA_ALG_SHA_256), PSA_ALG_PBKDF2_HMAC(PSA_ALG_SHA_256)};

/// Attributes as the client packs them, and sometimes others.
void add_attributes(std::vector<std::uint8_t>& bytes, const Theme& theme) {
  const auto bits = one_in(10) ? static_cast<std::uint16_t>(below(600)) : one_in(5) ? std::uint16_t{0} : theme.bits;
  add_word(bytes, theme.type | static_cast<std::uint32_t>(bits) << 16);
  add_word(bytes, one_in(20) ? static_cast<std::uint32_t>(engine()) : one_in(20) ? 1 : 0);
  add_word(bytes, one_in(10) ? static_cast<std::uint32_t>(engine()) : kAllUsages);
  add_word(bytes, one_in(10) ? some_algorithm() : theme.algorithm);
  add_word(bytes, one_in(10) ? some_algorithm() : 0);
  add_word(bytes, one_in(10) ? static_cast<std::uint32_t>(engine()) : 0);
}

std::uint32_t some_handle(State state) {
  std::vector<std::uint32_t> own;
  for (const auto& [handle, what] : open) {
    if (what.client == message.client && what.state == state) {
      own.push_back(handle);
    }
  }
  if (!own.empty() && !one_in(8)) {
    return one_of(own);
  }
  if (!open.empty() && one_in(2)) {
    return std::next(open.begin(), static_cast<std::ptrdiff_t>(below(open.size())))->first;
  }
  return one_in(4) ? static_cast<std::uint32_t>(engine()) : one_of(old_handles);
}

std::uint32_t some_key() {
  if (keys.empty() || one_in(20)) {
    return static_cast<std::uint32_t>(engine());
  }
  return std::next(keys.begin(), static_cast<std::ptrdiff_t>(below(keys.size())))->first;
}

bool has(const Row& row, tfm_crypto_argument kind) {
  return std::find(row.arguments.begin(), row.arguments.end(), kind) != row.arguments.end();
}

/// A message as the client library would pack it, with some arguments.
void pack(const Row& row) {
  constexpr std::array<std::uint32_t, 6> steps = {PSA_KEY_DERIVATION_INPUT_SECRET, PSA_KEY_DERIVATION_INPUT_SALT,
                                                  PSA_KEY_DERIVATION_INPUT_INFO,   PSA_KEY_DERIVATION_INPUT_SEED,
                                                  PSA_KEY_DERIVATION_INPUT_COST,   PSA_KEY_DERIVATION_INPUT_PASSWORD};
  const bool opens = row.life == TFM_CRYPTO_OPENS || row.life == TFM_CRYPTO_CLONES;
  std::vector<std::uint8_t>& request = message.in[0];
  const std::uint32_t key = some_key();
  const auto found = keys.find(key);
  message.theme = found == keys.end() || has(row, TFM_CRYPTO_ATTRIBUTES) ? some_theme() : found->second.theme;
  const Theme& theme = themes.at(message.theme);
  if (found != keys.end() && !one_in(10)) {
    message.client = found->second.client;
  }
  add_word(request, opens && !one_in(10) ? 0 : some_handle(row.state));
  add_word(request, row.life == TFM_CRYPTO_CLONES ? some_handle(row.state) : key);
  const bool derives = row.state == State::key_derivation && !one_in(4);
  add_word(request, derives                                  ? one_of(derivations)
                    : one_in(4) || !has(row, TFM_CRYPTO_KEY) ? some_algorithm()
                                                             : theme.algorithm);
  add_word(request, one_in(10) ? static_cast<std::uint32_t>(engine())
                    : found != keys.end() && !one_in(4) && has(row, TFM_CRYPTO_KEY)
                        ? std::uint32_t{PSA_KEY_DERIVATION_INPUT_SECRET}
                        : one_of(steps));
  std::size_t in = 1;
  std::size_t out = 0;
  for (const tfm_crypto_argument kind : row.arguments) {
    if (kind == TFM_CRYPTO_ATTRIBUTES) {
      add_attributes(request, theme);
    } else if (kind == TFM_CRYPTO_NUMBER) {
      add_word(request, one_in(4) ? static_cast<std::uint32_t>(engine()) : static_cast<std::uint32_t>(below(100)));
    } else if (kind == TFM_CRYPTO_NUMBER64) {  // few iterations of PBKDF2
      add_word(request, static_cast<std::uint32_t>(below(10)));
      add_word(request, 0);
    } else if (kind == TFM_CRYPTO_CUSTOM) {
      add_word(request, one_in(4) ? static_cast<std::uint32_t>(engine()) : 0);
    } else if (kind == TFM_CRYPTO_NONCE) {
      const auto nonce = some_bytes(one_in(2) ? 12 : below(TFM_CRYPTO_INLINE_SIZE + 1));
      request.insert(request.end(), nonce.begin(), nonce.end());
    } else if (kind == TFM_CRYPTO_INPUT || kind == TFM_CRYPTO_LONG_INPUT) {
      const bool is_key = message.row == TFM_CRYPTO_import_key && !one_in(4);
      message.in.at(in++) = some_bytes(is_key ? theme.bits / 8 : some_size());
    } else if (kind == TFM_CRYPTO_OUTPUT || kind == TFM_CRYPTO_LONG_OUTPUT || kind == TFM_CRYPTO_FILLED) {
      message.out_size.at(out++) = some_size();
    } else if (kind == TFM_CRYPTO_ATTRIBUTES_OUT) {
      message.out_size.at(out++) = TFM_CRYPTO_ATTRIBUTES_SIZE;
    } else if (kind == TFM_CRYPTO_KEY_OUT || kind == TFM_CRYPTO_NUMBER_OUT) {
      message.out_size.at(out++) = 4;
    }
  }
}

void spoil() {
  if (one_in(3)) {
    message.in[0].resize(below(60));
  } else if (one_in(2)) {
    message.in.at(1 + below(3)) = some_bytes(below(3));
  } else {
    message.out_size.at(below(4)) = below(30);
  }
}

/// What the table says about the vectors of this message.
bool is_well_formed(const Row& row) {
  const auto count = [&row](tfm_crypto_argument kind) {
    return static_cast<std::size_t>(std::count(row.arguments.begin(), row.arguments.end(), kind));
  };
  const std::size_t behind = count(TFM_CRYPTO_ATTRIBUTES) * 24 + count(TFM_CRYPTO_NUMBER) * 4 +
                             count(TFM_CRYPTO_NUMBER64) * 8 + count(TFM_CRYPTO_CUSTOM) * 4;
  const std::size_t most = 16 + (has(row, TFM_CRYPTO_NONCE) ? std::size_t{TFM_CRYPTO_INLINE_SIZE} : behind);
  const std::size_t ins = 1 + count(TFM_CRYPTO_INPUT) + count(TFM_CRYPTO_LONG_INPUT);
  const std::size_t word = count(TFM_CRYPTO_KEY_OUT) + count(TFM_CRYPTO_NUMBER_OUT);
  const std::size_t outs = count(TFM_CRYPTO_OUTPUT) + count(TFM_CRYPTO_LONG_OUTPUT) + count(TFM_CRYPTO_FILLED) +
                           count(TFM_CRYPTO_ATTRIBUTES_OUT) + word;
  bool is_good = message.in[0].size() >= 16 + behind && message.in[0].size() <= most;
  for (std::size_t i = 0; i < PSA_MAX_IOVEC; ++i) {
    is_good = is_good && (i < ins || message.in.at(i).empty()) && (i < outs || message.out_size.at(i) == 0);
  }
  is_good = is_good && (word == 0 || message.out_size.at(outs - 1) == 4);
  return is_good && (!has(row, TFM_CRYPTO_ATTRIBUTES_OUT) || message.out_size.at(outs - 1) == 24);
}

std::uint32_t word_of(const std::vector<std::uint8_t>& bytes, std::size_t offset) {
  return bytes.at(offset) | static_cast<std::uint32_t>(bytes.at(offset + 1)) << 8 |
         static_cast<std::uint32_t>(bytes.at(offset + 2)) << 16 |
         static_cast<std::uint32_t>(bytes.at(offset + 3)) << 24;
}

bool is_open(std::uint32_t handle, const Row& row) {
  const auto found = open.find(handle);
  return found != open.end() && found->second.client == message.client && found->second.state == row.state;
}

/// Compares the answer to a well-formed message with the model of operations, and follows it.
void follow_operation(const Row& row, psa_status_t status) {
  const std::uint32_t handle = word_of(message.in[0], 0);
  const bool opens = row.life == TFM_CRYPTO_OPENS || row.life == TFM_CRYPTO_CLONES;
  if (status > 0) {
    if (!opens || handle != 0 || open.contains(static_cast<std::uint32_t>(status))) {
      fail("a handle that is not one");
    }
    open[static_cast<std::uint32_t>(status)] = {message.client, row.state};
    old_handles.push_back(static_cast<std::uint32_t>(status));
    if (old_handles.size() > 40) {
      old_handles.erase(old_handles.begin() + 5);
    }
  }
  const auto held = std::count_if(open.begin(), open.end(), [](const auto& each) {
    return holder_of(each.second.client) == holder_of(message.client);
  });
  if (held > CRYPTO_CLIENT_OPER_NUM) {
    fail("more than its share");
  }
  if (status == PSA_ERROR_INSUFFICIENT_MEMORY) {
    return;  // perhaps refused before the operation was looked up
  }
  const bool needs = row.life == TFM_CRYPTO_USES || row.life == TFM_CRYPTO_CLOSES;
  if (needs && !is_open(handle, row) && status != PSA_ERROR_BAD_STATE) {
    fail("an operation that is not its own");
  }
  if (row.life == TFM_CRYPTO_CLONES && !is_open(word_of(message.in[0], 4), row) && status != PSA_ERROR_BAD_STATE) {
    fail("a clone of an operation that is not its own");
  }
  if (opens && status == PSA_SUCCESS) {
    fail("a success without a handle");
  }
  if ((row.life == TFM_CRYPTO_CLOSES || row.life == TFM_CRYPTO_ABORTS) && is_open(handle, row)) {
    open.erase(handle);
  }
  if (row.life == TFM_CRYPTO_ABORTS && status != PSA_SUCCESS) {
    fail("an abort that fails");
  }
}

void follow_key(const Row& row, psa_status_t status) {
  const std::uint32_t key = word_of(message.in[0], 4);
  if (status == PSA_SUCCESS && has(row, TFM_CRYPTO_KEY_OUT)) {
    keys[word_of(message.out.at(0), 0)] = {message.client, message.theme};
  }
  const auto held = std::count_if(keys.begin(), keys.end(), [](const auto& each) {
    return each.first >= PSA_KEY_ID_VENDOR_MIN && holder_of(each.second.client) == holder_of(message.client);
  });
  if (held > CRYPTO_CLIENT_KEY_NUM) {
    fail("more keys than its share");
  }
  if (status == PSA_SUCCESS && has(row, TFM_CRYPTO_KEY) && key != 0 && keys.contains(key) &&
      keys[key].client != message.client) {
    fail("a key of another client");
  }
  if (status == PSA_SUCCESS && (message.row == TFM_CRYPTO_destroy_key || message.row == TFM_CRYPTO_close_key)) {
    keys.erase(key);
  }
}

psa_status_t dispatch_message() {
  psa_msg_t raw{};
  raw.type = static_cast<std::int32_t>(message.row);
  raw.handle = 1;
  raw.client_id = message.client;
  for (std::size_t i = 0; i < PSA_MAX_IOVEC; ++i) {
    raw.in_size[i] = message.in.at(i).size();
    raw.out_size[i] = message.out_size.at(i);
  }
  return postern::crypto::dispatch(raw);
}

void call_once() {
  message = {};
  message.row = below(table.size());
  const bool ends = table[message.row].life == TFM_CRYPTO_ABORTS || message.row == TFM_CRYPTO_destroy_key ||
                    message.row == TFM_CRYPTO_close_key;
  if (ends && !one_in(5)) {  // so that operations and keys live for a while
    message.row = below(table.size());
  }
  message.client = one_of(kClients);
  const Row& row = table[message.row];
  pack(row);
  if (one_in(6)) {
    spoil();
  }
  const psa_status_t status = dispatch_message();
  if (!is_well_formed(row)) {
    if (status != PSA_ERROR_PROGRAMMER_ERROR || message.reads != 0) {
      fail("a message that is not well formed is read or answered otherwise");
    }
    return;
  }
  if (status == PSA_ERROR_PROGRAMMER_ERROR || status == PSA_ERROR_CORRUPTION_DETECTED) {
    fail("a message that is well formed is not answered");
  }
  if (row.is_missing && status >= 0) {
    fail("a missing function succeeds");
  }
  follow_operation(row, status);
  follow_key(row, status);
}

/// Ends what is open, so that the leak checker sees what the service has forgotten.
void clean_up() {
  const auto close = [](std::size_t row, std::int32_t client, std::uint32_t handle, std::uint32_t key) {
    message = {};
    message.row = row;
    message.client = client;
    for (const std::uint32_t word : {handle, key, 0U, 0U}) {
      add_word(message.in[0], word);
    }
    if (dispatch_message() != PSA_SUCCESS) {
      fail("what is open cannot be closed");
    }
  };
  for (const auto& [handle, what] : open) {
    constexpr std::array<std::size_t, 6> aborts = {0,
                                                   TFM_CRYPTO_hash_abort,
                                                   TFM_CRYPTO_mac_abort,
                                                   TFM_CRYPTO_cipher_abort,
                                                   TFM_CRYPTO_aead_abort,
                                                   TFM_CRYPTO_key_derivation_abort};
    close(aborts.at(static_cast<std::size_t>(what.state)), what.client, handle, 0);
  }
  for (const auto& [key, what] : keys) {
    close(TFM_CRYPTO_destroy_key, what.client, 0, key);
  }
}

}  // namespace

int main(int count, char** arguments) {
  const std::size_t wanted = count > 1 ? std::strtoull(arguments[1], nullptr, 0) : 100000;
  engine.seed(count > 2 ? std::strtoull(arguments[2], nullptr, 0) : 1);
  std::array<std::size_t, TFM_CRYPTO_FUNCTION_COUNT> done{};
  postern::crypto::take_seed();
  if (psa_crypto_init() != PSA_SUCCESS) {
    fail("the library does not start");
  }
  for (; calls < wanted; ++calls) {
    call_once();
    ++done.at(message.row);
  }
  if (std::find(done.begin(), done.end(), 0) != done.end()) {
    fail("a function that was never called");
  }
  clean_up();
  mbedtls_psa_crypto_free();
  std::printf("ok random_messages_to_every_function\n    %zu calls of %zu functions\n", calls, table.size());
  return 0;
}
