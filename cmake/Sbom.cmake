# SPDX-License-Identifier: Apache-2.0

# Writes what a secure image is made of, as an SPDX 2.3 document (tag-value): the kernel's version, the board, each
# partition with the checksums of its files, the compiler and the C library. Run at the build, beside the image:
#
#   cmake -DINPUT=<image>.spdx.cmake -DIMAGE=<image>_s.elf -DOUTPUT=<image>_s.spdx -P Sbom.cmake
#
# INPUT sets SBOM_NAME, SBOM_VERSION, SBOM_BOARD, SBOM_BOARD_FILE, SBOM_COMPILER, SBOM_LIBRARY, SBOM_ROOTS,
# SBOM_PARTITIONS, and SBOM_FILES_<partition>. The document has the time of SOURCE_DATE_EPOCH where that is set.
cmake_minimum_required(VERSION 3.22)
include("${INPUT}")

file(SHA1 "${IMAGE}" image_sha1)
file(SHA256 "${IMAGE}" image_sha256)
string(TIMESTAMP now "%Y-%m-%dT%H:%M:%SZ" UTC)
set(text "SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: ${SBOM_NAME}
DocumentNamespace: https://spdx.org/spdxdocs/${SBOM_NAME}-${image_sha1}
Creator: Tool: Postern-${SBOM_VERSION}
Created: ${now}
")
set(relations "Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-Image\n")

# A package; the further arguments are more lines.
function(add_package id name version)
  set(lines "${text}\nPackageName: ${name}\nSPDXID: SPDXRef-${id}\nPackageVersion: ${version}\nPackageDownloadLocation: NOASSERTION\n")
  foreach(line IN LISTS ARGN)
    string(APPEND lines "${line}\n")
  endforeach()
  set(text "${lines}" PARENT_SCOPE)
endfunction()

# The name of a file, from the first root that it is in.
function(name_of file result)
  set(name "${file}")
  foreach(root IN LISTS SBOM_ROOTS)
    cmake_path(IS_PREFIX root "${file}" NORMALIZE is_inside)
    if(is_inside)
      cmake_path(RELATIVE_PATH file BASE_DIRECTORY "${root}" OUTPUT_VARIABLE name)
      set(name "./${name}")
      break()
    endif()
  endforeach()
  set(${result} "${name}" PARENT_SCOPE)
endfunction()

set(none "FilesAnalyzed: false")
add_package(Image "${SBOM_NAME}" "NOASSERTION" "PackageFileName: ${SBOM_NAME}_s.elf" "${none}"
            "PackageChecksum: SHA1: ${image_sha1}" "PackageChecksum: SHA256: ${image_sha256}")
add_package(Postern "Postern" "${SBOM_VERSION}" "${none}" "PackageLicenseDeclared: Apache-2.0")
file(SHA1 "${SBOM_BOARD_FILE}" board_sha1)
add_package(Board "${SBOM_BOARD}" "NOASSERTION" "PackageFileName: board.yaml" "${none}" "PackageChecksum: SHA1: ${board_sha1}")
string(REGEX MATCH "^(.+) (.+)$" matched "${SBOM_COMPILER}")
add_package(Compiler "${CMAKE_MATCH_1}" "${CMAKE_MATCH_2}" "${none}")
string(REGEX MATCH "^(.+) (.+)$" matched "${SBOM_LIBRARY}")
add_package(Library "${CMAKE_MATCH_1}" "${CMAKE_MATCH_2}" "${none}")
string(APPEND relations "Relationship: SPDXRef-Image CONTAINS SPDXRef-Postern
Relationship: SPDXRef-Image DEPENDS_ON SPDXRef-Board
Relationship: SPDXRef-Compiler BUILD_TOOL_OF SPDXRef-Image
Relationship: SPDXRef-Image STATIC_LINK SPDXRef-Library
")

set(number 0)
foreach(partition IN LISTS SBOM_PARTITIONS)
  string(REPLACE "_" "-" id "Partition-${partition}")
  set(files "")
  set(checksums)
  foreach(file IN LISTS SBOM_FILES_${partition})
    math(EXPR number "${number} + 1")
    file(SHA1 "${file}" sha1)
    file(SHA256 "${file}" sha256)
    name_of("${file}" name)
    list(APPEND checksums ${sha1})
    string(APPEND files "\nFileName: ${name}\nSPDXID: SPDXRef-File-${number}\nFileChecksum: SHA1: ${sha1}\n"
                        "FileChecksum: SHA256: ${sha256}\n")
    string(APPEND relations "Relationship: SPDXRef-${id} CONTAINS SPDXRef-File-${number}\n")
  endforeach()
  list(SORT checksums)
  list(JOIN checksums "" checksums)
  string(SHA1 code "${checksums}")
  add_package(${id} "${partition}" "NOASSERTION" "FilesAnalyzed: true" "PackageVerificationCode: ${code}")
  string(APPEND text "${files}")
  string(APPEND relations "Relationship: SPDXRef-Image CONTAINS SPDXRef-${id}\n")
endforeach()
file(WRITE "${OUTPUT}" "${text}\n${relations}")
