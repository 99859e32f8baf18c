# SPDX-License-Identifier: Apache-2.0

# mode=none allows include guards only. mode=generated also allows conditionals on generated _MODEL_, CONFIG_, _SID and
# _HANDLE macros.
FNR == 1 { guard = "" }
/^[ \t]*#[ \t]*(if|ifdef|ifndef|elif)([ \t(]|$)/ {
  if ($0 ~ /#[ \t]*ifndef[ \t]+[A-Z0-9_]+_H$/ && guard == "") { guard = $NF; next }
  if (mode == "generated" && $0 ~ /(_MODEL_|CONFIG_|_SID|_HANDLE|PSA_FRAMEWORK_|__cplusplus)/) next
  printf "%s:%d: a preprocessor conditional; use generated data or a choice of files\n", FILENAME, FNR
}
