# SPDX-License-Identifier: Apache-2.0

# Every option of a build, once. cmake/Options.cmake makes cache variables and checks of this table; `cmake -P
# cmake/OptionsPage.cmake` makes doc/options.md of it.
#
#   postern_option(<name> <CHOICE|SWITCH|NUMBER|FILE|LIST> <default> <text> [VALUES <value>...] [MACRO])
#       An option. CHOICE has VALUES beside its default; NUMBER is a whole number of at least 1. MACRO: `postern` and the manifests of every
#       image get it, unless the image has another value in its DEFINES.
#   postern_other_option(<name, or beginning*> <answer> [ACCEPT <value>...])
#       An option of TF-M that this project does not have. A value to ACCEPT asks for what is always so; any other value is
#       an error, with this answer. An option that a manifest list uses as a condition is the list's own.
#   postern_options_section(<title>)
#       The options from here on belong together.

postern_options_section("The image")
postern_option(TFM_PLATFORM CHOICE "" "The board to build for: a folder below board/, or the path of a folder with a board.yaml" VALUES ${POSTERN_PLATFORMS})
postern_option(TFM_PROFILE CHOICE "" "A set of defaults: small is the SFN backend with MM-IOVEC, medium IPC with level 2, \
medium_arotless SFN, large IPC with level 3" VALUES profile_small profile_medium profile_medium_arotless profile_large)
postern_option(CONFIG_TFM_SPM_BACKEND CHOICE IPC "IPC: a thread for each partition; SFN: one thread, and calls are function calls"
               VALUES IPC SFN)
postern_option(TFM_ISOLATION_LEVEL CHOICE 1 "The isolation level; the SFN backend has level 1 only" VALUES 1 2 3)
postern_option(TFM_EXTRA_MANIFEST_LIST_FILES LIST "" "Manifest lists from outside the tree, for the demo image")
postern_option(TFM_EXTRA_PARTITION_PATHS LIST "" "Directories that declare partitions from outside the tree")
postern_option(TFM_EXTRA_CONFIG_PATH FILE "" "A CMake file that sets options; it is read before the defaults")
postern_option(POSTERN_LAYOUT FILE "" "A YAML file that puts parts of the board's memory elsewhere; if empty, the board's own layout")
postern_option(POSTERN_EXTRA_BOARD_FILES LIST "" "YAML files that add devices and interrupt names to the board's")
postern_option(TARGET_CONFIG_HEADER_FILE FILE "" "A platform's header of component options, read before config_tfm.h's defaults")
postern_option(PROJECT_CONFIG_HEADER_FILE FILE "" "A project's header of component options, read before config_tfm.h's defaults")

postern_options_section("What partitions can use")
postern_option(CONFIG_TFM_CONN_HANDLE_MAX_NUM NUMBER 8 "Connections that can exist at the same time" MACRO)
postern_option(CONFIG_TFM_DOORBELL_API CHOICE "" "psa_notify and psa_clear; if empty, 1 with the IPC backend and 0 with SFN, which \
cannot have them" VALUES 0 1 OFF ON MACRO)
postern_option(PSA_FRAMEWORK_HAS_MM_IOVEC SWITCH OFF "Services can map the vectors of a call; the manifest must ask for it too" MACRO)
postern_option(CONFIG_TFM_SCHEDULE_WHEN_NS_INTERRUPTED SWITCH OFF "A secure interrupt over non-secure code lets its owner run at once" MACRO)
postern_option(TFM_NS_MANAGE_NSID SWITCH OFF "The non-secure kernel tells which client calls (tfm_ns_client_ext.h)" MACRO)
postern_option(POSTERN_SOFTWARE_INTERRUPTS SWITCH OFF "Partitions can pend interrupts themselves, to try services without their device" MACRO)

postern_options_section("Services")
postern_option(TFM_PARTITION_INTERNAL_TRUSTED_STORAGE SWITCH OFF "Internal Trusted Storage (psa/internal_trusted_storage.h): doc/services.md" MACRO)
postern_option(POSTERN_ITS_FLASH_DRIVER FILE "" "The driver of the flash for Internal Trusted Storage; if empty, the board's own")
postern_option(TFM_PARTITION_PLATFORM SWITCH OFF "The Platform service (tfm_platform_api.h): doc/services.md" MACRO)
postern_option(PLATFORM_SERVICE_IOCTL FILE "" "The product's requests to the Platform service, a C file with platform_ioctl(); if empty, it has none")
postern_option(TFM_PARTITION_PROTECTED_STORAGE SWITCH OFF "Protected Storage (psa/protected_storage.h); it needs the Crypto service: doc/services-ps.md" MACRO)
postern_option(POSTERN_PS_FLASH_DRIVER FILE "" "The driver of the flash for Protected Storage; if empty, the board's own")
postern_option(POSTERN_PS_COUNTERS FILE "" "The counters of Protected Storage, a C file with the functions of counters.h; if empty, assets of Internal Trusted Storage")
postern_option(TFM_PARTITION_CRYPTO SWITCH OFF "The Crypto service (psa/crypto.h): doc/services-crypto.md" MACRO)
postern_option(CRYPTO_HEAP_SIZE NUMBER 0x4000 "The heap of the Crypto service in bytes, for keys and what the library computes with")
postern_option(POSTERN_ENTROPY FILE "" "The seed of random numbers, a C file with take_entropy(); if empty, crypto_entropy.c of the board's folder, or the region CRYPTO_SEED")
postern_option(POSTERN_DEVICE_KEY FILE "" "The device key, a C file with take_device_key(); if empty, device_key.c of the board's folder; without either there is none")
postern_option(POSTERN_TRIAL_DEVICE_KEY SWITCH OFF "Without a device key use a constant, and warn at each start: for trials only")
postern_option(TFM_PARTITION_INITIAL_ATTESTATION SWITCH OFF "Initial Attestation (psa/initial_attestation.h), which needs the Crypto service: doc/services-attestation.md" MACRO)
postern_option(ATTEST_BOARD FILE "" "What the product knows about its device for Initial Attestation, a C file with the functions of attest_board.h; if \
empty, the board's own, or nothing")
postern_option(ATTEST_TRIAL_KEY SWITCH OFF "Initial Attestation signs with a key that everybody has, for trials; boot and postern audit warn of it")
postern_option(POSTERN_MBEDTLS_DIR FILE "" "The source tree of Mbed TLS 3.6 for the Crypto service; if empty, the one that ./run setup services fetched")

postern_options_section("Floating point and vectors")
postern_option(CONFIG_TFM_ENABLE_FP SWITCH OFF "Partitions and the non-secure program are compiled for floating point, hard ABI" MACRO)
postern_option(CONFIG_TFM_ENABLE_MVE SWITCH OFF "Partitions and the non-secure program are compiled for integer vectors" MACRO)
postern_option(CONFIG_TFM_ENABLE_MVE_FP SWITCH OFF "The vectors have floating point too; needs both options above" MACRO)
postern_option(CONFIG_TFM_ENABLE_CP10CP11 CHOICE "" "The non-secure world may use the FPU; if empty, ON where the board has one"
               VALUES ON OFF MACRO)
postern_option(CONFIG_TFM_DISABLE_CP10CP11 SWITCH OFF "No code of either world may use the FPU" MACRO)
postern_option(CONFIG_TFM_LAZY_STACKING CHOICE "" "The hardware saves FPU registers when they are needed, in both worlds; if empty, ON \
with CONFIG_TFM_ENABLE_FP or CONFIG_TFM_ENABLE_MVE" VALUES ON OFF MACRO)

postern_options_section("Faults and logs")
set(_levels LOG_LEVEL_NONE LOG_LEVEL_ERROR LOG_LEVEL_NOTICE LOG_LEVEL_WARNING LOG_LEVEL_INFO LOG_LEVEL_VERBOSE)
postern_option(TFM_SPM_LOG_LEVEL CHOICE LOG_LEVEL_ERROR "What the SPM writes to the secure log: panics from LOG_LEVEL_ERROR on, the version at boot from LOG_LEVEL_INFO on" VALUES ${_levels} MACRO)
postern_option(TFM_PARTITION_LOG_LEVEL CHOICE LOG_LEVEL_NONE "What partitions write to the secure log (tfm_log_unpriv.h)" VALUES ${_levels})
postern_option(CONFIG_TFM_HALT_ON_CORE_PANIC SWITCH OFF "After a panic, halt instead of reset" MACRO)
postern_option(CONFIG_TFM_RESET_LOOP_LIMIT NUMBER 16 "After so many panics in a row, with no call of the non-secure world answered between \
them, stay stopped instead of another reset" MACRO)
postern_option(POSTERN_RESTART_LIMIT NUMBER 3 "So many times a partition restarts alone in one run, if its manifest asks for it; the next panic is a \
reset" MACRO)
postern_option(POSTERN_TRACE SWITCH OFF "The kernel writes what it does to a ring in RAM, which postern trace reads" MACRO)
postern_option(POSTERN_LAST_RUN SWITCH OFF "The Platform service tells the non-secure world what ended the last run: tfm_platform_last_run()" MACRO)
postern_option(POSTERN_COUNTERS SWITCH OFF "The kernel counts calls, refusals and restarts of each partition, and marks stacks, for a debugger and \
postern decode --memory" MACRO)
postern_option(POSTERN_TELL_COUNTERS SWITCH OFF "The same, and the Platform service tells any client: tfm_platform_counters()" MACRO)
postern_option(POSTERN_BOOT_SELF_TEST SWITCH ON "Try the memory protection at boot; a board that fails stays stopped" MACRO)

postern_options_section("The build itself")
postern_option(TFM_TOOLCHAIN_FILE FILE "" "A CMake toolchain file with the compiler for the board; if empty, cmake/toolchain-armv8m.cmake, \
which is GNU Arm; cmake/toolchain-armv8m-clang.cmake is clang")
postern_option(POSTERN_STRICT_STACKS SWITCH OFF "A stack that is smaller than its code can need stops the link; otherwise that is a warning")
postern_option(POSTERN_TOOL FILE "" "The postern command to use; if empty, it is built from tool/")
postern_option(POSTERN_TESTS CHOICE OFF "Build the images of this tree's tests, and register them with CTest; BOARD: those whose result depends on the board"
               VALUES ON OFF BOARD)
postern_option(POSTERN_BENCH SWITCH OFF "Build what ./run bench measures, and only that")

postern_options_section("Options of TF-M that follow from others here")
foreach(_backend IN ITEMS IPC SFN)
  postern_other_option(CONFIG_TFM_SPM_BACKEND_${_backend} "It follows from CONFIG_TFM_SPM_BACKEND; set that.")
endforeach()
foreach(_name IN ITEMS CONFIG_TFM_CONNECTION_BASED_SERVICE_API CONFIG_TFM_CONNECTION_POOL_ENABLE CONFIG_TFM_FLIH_API
                       CONFIG_TFM_SLIH_API CONFIG_TFM_MMIO_REGION_ENABLE CONFIG_TFM_PARTITION_META)
  postern_other_option(${_name} "It follows from the manifests.")
endforeach()
foreach(_name IN ITEMS TFM_SP_LOG_RAW_ENABLED TFM_SPM_LOG_RAW_ENABLED)
  postern_other_option(${_name} "It follows from TFM_PARTITION_LOG_LEVEL and TFM_SPM_LOG_LEVEL; set those.")
endforeach()
foreach(_name IN ITEMS CONFIG_TFM_NS_AGENT_TZ_STACK_SIZE CONFIG_TFM_SPM_THREAD_STACK_SIZE)
  postern_other_option(${_name} "The size of this stack is derived.")
endforeach()
foreach(_name IN ITEMS CONFIG_TFM_FLOAT_ABI CONFIG_TFM_FP_ARCH CONFIG_TFM_FP_ARCH_ASM)
  postern_other_option(${_name} "It follows from CONFIG_TFM_ENABLE_FP and the processor that board.yaml states.")
endforeach()
foreach(_name IN ITEMS TFM_SYSTEM_PROCESSOR TFM_SYSTEM_ARCHITECTURE TFM_SYSTEM_DSP)
  postern_other_option(${_name} "The board.yaml states its processor (`cpu`).")
endforeach()
postern_other_option(CONFIG_TFM_USE_TRUSTZONE "Every board here has TrustZone." ACCEPT ON)
postern_other_option(TFM_PARTITION_NS_AGENT_TZ "Every image has the agent of TrustZone." ACCEPT ON)
postern_other_option(PSA_FRAMEWORK_ISOLATION_LEVEL "It follows from TFM_ISOLATION_LEVEL; set that.")
postern_other_option(TFM_PXN_ENABLE "A processor that has PXN always uses it; leave the option out.")
postern_other_option(TFM_LOAD_NS_IMAGE "Every image has a non-secure program." ACCEPT ON)
postern_other_option(CONFIG_TFM_INCLUDE_STDLIBC "Partitions always have the C library; what none of them uses is not linked." ACCEPT ON)
postern_other_option(CONFIG_TFM_WARNINGS_ARE_ERRORS "Warnings are errors for the sources of this tree, and for no others." ACCEPT ON)
postern_other_option(CONFIG_TFM_REUSE_COPY_AREA_FOR_SP_STACKS "Data is initialised in place, so there is no such area." ACCEPT OFF)
postern_other_option(TFM_DEBUG_SYMBOLS "Secure images always have debug symbols, which are not loaded." ACCEPT ON)
postern_other_option(TFM_EXTRA_GENERATED_FILE_LIST_PATH "The tool knows which files it generates; there are no templates.")
foreach(_name IN ITEMS BUILD_LOG MEMORY_USAGE PARSE_MANIFEST PARTITION)
  postern_other_option(CONFIG_TFM_${_name}_QUIET "The build prints no more than its generator does." ACCEPT ON)
endforeach()
foreach(_name IN ITEMS USE_KCONFIG_TOOL MENUCONFIG KCONFIG_CONFIG_FILE)
  postern_other_option(${_name} "There is no Kconfig; options are CMake variables, also in TFM_EXTRA_CONFIG_PATH." ACCEPT OFF)
endforeach()
foreach(_name IN ITEMS CONFIG_SPE_PATH CONFIG_TFM_SOURCE_PATH)
  postern_other_option(${_name} "It is for a non-secure project, which gets the folder that `cmake --install` writes of an image.")
endforeach()
postern_other_option(TFM_EXCEPTION_INFO_DUMP "The panic record always has the registers, and is printed at LOG_LEVEL_ERROR." ACCEPT ON)
postern_other_option(TFM_EXCEPTION_DUMP_LVL "The panic record is printed at LOG_LEVEL_ERROR; set TFM_SPM_LOG_LEVEL.")
postern_other_option(TFM_LOG_FATAL_ERRORS "Panics are logged at LOG_LEVEL_ERROR; set TFM_SPM_LOG_LEVEL.")
postern_other_option(TFM_HALT_ON_FATAL_ERRORS "Use CONFIG_TFM_HALT_ON_CORE_PANIC." ACCEPT OFF)
postern_other_option(TFM_MANIFEST_LIST "An image names its lists in postern_add_image(); for the demo use TFM_EXTRA_MANIFEST_LIST_FILES.")
postern_other_option(CROSS_COMPILE "Use TFM_TOOLCHAIN_FILE, with a file like cmake/toolchain-armv8m.cmake." ACCEPT arm-none-eabi)

postern_options_section("Options of TF-M for what this project does not have")
foreach(_name IN ITEMS TFM_LOG_NONFATAL_ERRORS TFM_LOG_ERR_FILE_AND_LINE TFM_UNIQUE_ERROR_CODES PLATFORM_ERROR_CODES)
  postern_other_option(${_name} "Errors have no codes or texts of their own here." ACCEPT OFF 0)
endforeach()
foreach(_name IN ITEMS TFM_MULTI_CORE_TOPOLOGY TFM_PLAT_SPECIFIC_MULTI_CORE_COMM TFM_HYBRID_PLATFORM_API_BROKER
                       TFM_PARTITION_NS_AGENT_MAILBOX)
  postern_other_option(${_name} "The secure world runs on one core and has no mailbox." ACCEPT OFF)
endforeach()
foreach(_name IN ITEMS NUM_MAILBOX_QUEUE_SLOT CONFIG_TFM_HYBRID_PLAT_SCHED_TYPE "MAILBOX_*")
  postern_other_option(${_name} "The secure world runs on one core and has no mailbox.")
endforeach()
postern_other_option(TFM_TZ_REENTRANCY_CHECK "Gates refuse every re-entry; there are no gates that ask before." ACCEPT OFF)
postern_other_option(CONFIG_TFM_SECURE_THREAD_MASK_NS_INTERRUPT "Non-secure interrupts are taken over secure threads." ACCEPT 0 OFF)
postern_other_option(CONFIG_TFM_POST_PARTITION_INIT_HOOK "There is no such hook." ACCEPT 0 OFF)
postern_other_option(CONFIG_TFM_PARTITION_META_DYNAMIC_ISOLATION "Partitions share no pointer that would need it." ACCEPT 0 OFF)
postern_other_option(CONFIG_TFM_BACKTRACE_ON_CORE_PANIC "The panic record has words of the stack; postern decode shows the calls." ACCEPT OFF)
postern_other_option(CONFIG_TFM_STACK_WATERMARKS "Use POSTERN_COUNTERS." ACCEPT OFF)
postern_other_option(CONFIG_TFM_ENABLE_PROFILING "The device has no profiling; ./run bench counts instructions." ACCEPT OFF)
postern_other_option(CONFIG_TFM_BRANCH_PROTECTION_FEAT "Pointer authentication and branch targets are not used."
                     ACCEPT BRANCH_PROTECTION_DISABLED BRANCH_PROTECTION_NONE)
postern_other_option(TFM_FIH_PROFILE "There is no hardening against fault injection." ACCEPT OFF)
postern_other_option(TFM_CODE_SHARING "Nothing is shared with a boot loader." ACCEPT OFF)
foreach(_name IN ITEMS TFM_DEBUG_OPTIMISATION TFM_CODE_COVERAGE TFM_SANITIZE)
  postern_other_option(${_name} "Use CMAKE_BUILD_TYPE; the platform host has the sanitizers." ACCEPT OFF)
endforeach()
foreach(_name IN ITEMS BL1 BL2 MCUBOOT_DATA_SHARING CONFIG_TFM_BOOT_STORE_MEASUREMENTS CONFIG_TFM_BOOT_STORE_ENCODED_MEASUREMENTS
                       TFM_MERGE_HEX_FILES)
  postern_other_option(${_name} "The project has no boot loader; sign and load the image with your own." ACCEPT OFF)
endforeach()
foreach(_name IN ITEMS "MCUBOOT_*" "DEFAULT_MCUBOOT_*" "TFM_GENERATE_BL1_*" TFM_GUK_PATH
                       "BL1_*" "BL2_*" "TFM_BL1_*" "TFM_BL2_*" "TFM_S_HEX_*" "TFM_S_IMAGE_*" "TFM_NS_IMAGE_*")
  postern_other_option(${_name} "The project has no boot loader; sign and load the image with your own.")
endforeach()
foreach(_name IN ITEMS FIRMWARE_UPDATE
                       MEASURED_BOOT DELEGATED_ATTESTATION DPE)
  postern_other_option(TFM_PARTITION_${_name} "The project does not contain this service; bring its partition with \
TFM_EXTRA_MANIFEST_LIST_FILES and TFM_EXTRA_PARTITION_PATHS." ACCEPT OFF)
endforeach()
foreach(_name IN ITEMS "CRYPTO_*" "ITS_*" "PS_*" "ATTEST_*" "FWU_*" "TFM_FWU_*" "TFM_CONFIG_FWU_*" "TFM_ATTEST_*" CONFIG_TFM_CRYPTO_API_RENAME
                       "TFM_ITS_*" "PSA_INITIAL_ATTEST_*" "SYMMETRIC_INITIAL_ATTESTATION" "PLATFORM_SERVICE_*" PLATFORM_SP_STACK_SIZE NS_AGENT_MAILBOX_STACK_SIZE
                       PLATFORM_NV_COUNTER_MODULE_DISABLED SECURE_TEST_PARTITION_STACK_SIZE)
  postern_other_option(${_name} "An option of a service: define it in the header PROJECT_CONFIG_HEADER_FILE.")
endforeach()
foreach(_name IN ITEMS "PLATFORM_*" "OTP_*" "TFM_DUMMY_*" "TFM_HAL_*" TFM_NV_COUNTERS_AREA_SIZE
                       TFM_NS_NV_COUNTER_AMOUNT DEBUG_AUTHENTICATION SECURE_UART1
                       PROFILE_DEFINITION_LARGE PSA_ADAC_AS_TFM_RUNTIME_SERVICE)
  postern_other_option(${_name} "A board is data here: board.yaml, and POSTERN_EXTRA_BOARD_FILES.")
endforeach()
foreach(_name IN ITEMS "TF_PSA_CRYPTO_*" "TFM_TF_PSA_CRYPTO_*" "MBEDTLS_*" "MBEDCRYPTO_*" "TFM_MBEDCRYPTO_*" "TFM_EXTRAS_*" "LIB_EVENTLOG_*"
                       "EVENT_LOG_*" "LIB_DTPM_*" "QCBOR_*" "T_COSE_*" "CODE_SHARING_*")
  postern_other_option(${_name} "The project fetches and contains no such library.")
endforeach()
foreach(_name IN ITEMS NS TEST_NS TEST_S TEST_BL2 TEST_PSA_API TEST_PSA_TEST TFM_NS_REG_TEST TFM_S_REG_TEST "TEST_NS_*" "TEST_S_*"
                       "TFM_TESTS_*" "TFM_TEST_*" "TFM_CRYPTO_TEST_*" "PSA_API_TEST_*"
                       EXTRA_BL1_1_TEST_SUITE_PATH EXTRA_BL1_2_TEST_SUITE_PATH CONFIG_TFM_TEST_DIR NS_EVALUATION_APP_PATH)
  postern_other_option(${_name} "TF-M's tests are not part of this project; ./run test runs its own." ACCEPT OFF)
endforeach()

postern_options_section("Names that TF-M gave up")
postern_other_option(TFM_LVL "Use TFM_ISOLATION_LEVEL.")
postern_other_option(TFM_PSA_API "Use CONFIG_TFM_SPM_BACKEND=IPC.")
postern_other_option(TFM_LIB_MODEL "Use CONFIG_TFM_SPM_BACKEND=SFN.")
