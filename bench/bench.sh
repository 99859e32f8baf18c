# SPDX-License-Identifier: Apache-2.0

# The commands bench and sizes. Sourced by ../run.
#
# Instructions are counted by a plugin of QEMU, so a figure is the same on every machine and in every run.

bench_build=build/bench
bench_host=$bench_build/host
bench_configurations=(SFN.l1 IPC.l1 IPC.l2 IPC.l3)

# The budget and doc/cost.md are of one compiler: another one makes other figures of the same sources.
budget_compiler=12.2
is_of_budget() {
  compiler=$(arm-none-eabi-gcc -dumpfullversion)
  [[ $compiler == "$budget_compiler".* ]]
}

build_bench_host() {
  quietly bench-host-configure cmake -S bench/host -B "$bench_host" -G Ninja
  quietly bench-host-build ninja -C "$bench_host"
}

# CONFIGURATION BUILD_TYPE|defaults|untested|silent TARGET...: nothing is logged, nothing tests itself and nothing uses an
# FPU; with default options; the same without the self-test; and without the log too
build_bench_images() {
  local backend=${1%.l*} level=${1#*.l} type=$2 directory name options
  shift 2
  options=(-DPOSTERN_BOOT_SELF_TEST=OFF -DCONFIG_TFM_DISABLE_CP10CP11=ON -DTFM_SPM_LOG_LEVEL=LOG_LEVEL_NONE -DCMAKE_BUILD_TYPE="$type")
  case $type in
    defaults) options=(-DCMAKE_BUILD_TYPE=MinSizeRel) ;;
    untested) options=(-DPOSTERN_BOOT_SELF_TEST=OFF -DCMAKE_BUILD_TYPE=MinSizeRel) ;;
    silent) options=(-DPOSTERN_BOOT_SELF_TEST=OFF -DTFM_SPM_LOG_LEVEL=LOG_LEVEL_NONE -DCMAKE_BUILD_TYPE=MinSizeRel) ;;
  esac
  directory=$bench_build/$backend.l$level-$type
  name=bench-$backend-l$level-$type
  quietly "$name-configure" cmake -S . -B "$directory" -G Ninja -DTFM_PLATFORM=arm/mps2/an521 \
    -DCONFIG_TFM_SPM_BACKEND="$backend" -DTFM_ISOLATION_LEVEL="$level" -DPOSTERN_TOOL="$PWD/$tool" \
    -DPOSTERN_BENCH=ON "${options[@]}"
  quietly "$name-build" ninja -C "$directory" "$@"
}

# Prints what is measured of a configuration, as lines SUFFIX=IMAGE. The images of the tests are there for the longest
# wait. With the suffix fp the machine has an FPU. Two configurations have the services, and two the options that cost a
# call something, which do not depend on the level.
bench_runs_of() {
  case $1 in
    SFN*) printf '%s\n' '=cost_sfn' 'p1=cost_sfn_p1' 'p9=cost_sfn_p9' 'p24=cost_sfn_p24' 'fp=cost_sfn_fp' ;;
    IPC*) printf '%s\n' '=cost_ipc' 'sfnmodel=cost_sfn' 'p1=cost_ipc_p1' 'p9=cost_ipc_p9' 'p24=cost_ipc_p24' 'fp=cost_ipc_fp' ;;
  esac
  case $1 in
    SFN.l1) printf '%s\n' 'trace=cost_sfn_trace' 'counters=cost_sfn_counters' ;;
    IPC.l1) printf '%s\n' 'trace=cost_ipc_trace' 'counters=cost_ipc_counters' ;;
  esac
  printf '%s\n' 'irq=irq' 'tests=scenario' 'tests=interrupt'
  [[ $1 != SFN.l1 ]] || echo known=known
  [[ $1 != SFN.l1 && $1 != IPC.l3 ]] || echo services=services
}

# DIRECTORY IMAGE RUN [FIGURE]: writes the output to DIRECTORY/IMAGE.words, and the counts beside it, and the trace of
# the figure
count_image() {
  local directory=$1 image=$2 plugin globals=
  plugin=$("$bench_host/postern_bench" plugin ${4:+--figure "$4"} "$3")
  rm -f "$directory/$image.counts"
  [[ $3 != *:fp=* ]] || globals=$(sed -n 's|^machine_with_fpu: *\[\(.*\)\]|\1|p' board/arm/mps2/an521/board.yaml)
  count_plugin=$bench_host/count.so,$plugin boot "$directory" "$image" >"$directory/$image.words" 2>&1 </dev/null ||
    { tail -5 "$directory/$image.words" >&2; die "the image $image of $directory ended abnormally"; }
  grep -qaE "^END .* 0 failed" "$directory/$image.words" || die "the image $image of $directory did not come to its end"
}

# Writes figures to $bench_build/cost.json and profiles to $bench_build/profile. The earlier ones are kept beside them,
# so that a figure above its budget can be explained by the functions that have changed since.
measure_cost() {
  local configuration directory line suffix image run runs=()
  build_tool
  build_bench_host
  for configuration in "${bench_configurations[@]}"; do
    say "== build: $configuration"
    build_bench_images "$configuration" MinSizeRel
  done
  for configuration in "${bench_configurations[@]}"; do
    say "== count: $configuration"
    directory=$bench_build/$configuration-MinSizeRel
    while IFS= read -r line; do
      suffix=${line%%=*}
      image=${line#*=}
      run=$configuration:$suffix=$directory/$image
      count_image "$directory" "$image" "$run"
      runs+=("$run")
    done < <(bench_runs_of "$configuration")
  done
  rm -rf "$bench_build/profile.before"
  [ ! -d "$bench_build/profile" ] || mv "$bench_build/profile" "$bench_build/profile.before"
  mkdir -p "$bench_build/profile"
  "$bench_host/postern_bench" measure --output "$bench_build/cost.json" --profiles "$bench_build/profile" "${runs[@]}"
}

# Writes figures to $bench_build/sizes.json, and prints a table.
measure_sizes() {
  local configuration type suffix runs=()
  build_tool
  build_bench_host
  for type in MinSizeRel Release; do
    suffix=$([ "$type" = MinSizeRel ] || printf release)
    for configuration in "${bench_configurations[@]}"; do
      build_bench_images "$configuration" "$type" one_s
      runs+=("$configuration:$suffix=$bench_build/$configuration-$type/one")
    done
  done
  for configuration in SFN.l1 IPC.l3; do
    build_bench_images "$configuration" MinSizeRel services_s services_ns
    runs+=("$configuration:services=$bench_build/$configuration-MinSizeRel/services")
  done
  for configuration in "${bench_configurations[@]}"; do
    for type in defaults untested silent; do
      build_bench_images "$configuration" "$type" usual_s
      runs+=("$configuration:$type=$bench_build/$configuration-$type/usual")
    done
    build_bench_images "$configuration" MinSizeRel usual_s
    runs+=("$configuration:plain=$bench_build/$configuration-MinSizeRel/usual")
  done
  "$bench_host/postern_bench" sizes --output "$bench_build/sizes.json" --profiles "$bench_build/profile" "${runs[@]}"
}

# judge|update [OPTION...]
bench_budget() {
  local what=$1
  shift
  "$bench_host/postern_bench" "$what" --budget bench/budget.json --figures "$bench_build/cost.json" --figures "$bench_build/sizes.json" \
    --before "$bench_build/profile.before" --profiles "$bench_build/profile" "$@"
}

# DIRECTORY: writes the page and its charts there
bench_page() {
  "$bench_host/postern_bench" page --figures "$bench_build/cost.json" --figures "$bench_build/sizes.json" \
    --profiles "$bench_build/profile" --incumbent bench/incumbent.json --goals bench/goals.json --output "$1"
}

# [--json FILE] [--update-budget]
bench() {
  local file=
  while [ $# -gt 0 ]; do
    case $1 in
      --json) file=${2:?--json FILE}; shift 2 ;;
      --update-budget) local update=1; shift ;;
      *) die "usage: ./run bench [--json FILE] [--update-budget]" ;;
    esac
  done
  local page=doc
  if ! is_of_budget; then
    page=$bench_build/doc
    [ -z "${update:-}" ] || die "the budget is for GNU Arm $budget_compiler, and this is $compiler"
    say "these figures are of GNU Arm $compiler; the budget and doc/cost.md are for $budget_compiler and stay. The page of this compiler: $page/cost.md"
    mkdir -p "$page"
  fi
  measure_cost
  measure_sizes >/dev/null
  bench_page "$page"
  [ -z "$file" ] || cp "$bench_build/cost.json" "$file"
  [ -z "${update:-}" ] || bench_budget update --goals bench/goals.json
}

# FIGURE: prints its instructions, one by one
trace() {
  local configuration directory line image figure wanted run targets=() runs=()
  [[ $# -eq 1 && $1 =~ ^(.+)\.((SFN|IPC)\.l[123])(\.([a-z0-9]+))?$ && " ${bench_configurations[*]} " == *" ${BASH_REMATCH[2]} "* ]] ||
    die "usage: ./run trace FIGURE, for example cost.ns-app.none.IPC.l3, irq.flih.entry.IPC.l3 or wait.ns.max.IPC.l3"
  figure=${BASH_REMATCH[1]} configuration=${BASH_REMATCH[2]} wanted=${BASH_REMATCH[5]}
  case $figure in
    irq.* | wait.ns.vectors4 | copy.write.16384) wanted=irq ;;
    wait.ns.max) wanted='@(|sfnmodel|p1|p9|p24|tests)' ;;
  esac
  directory=$bench_build/$configuration-MinSizeRel
  while IFS= read -r line; do
    # shellcheck disable=SC2053 # a pattern
    [[ ${line%%=*} = $wanted ]] || continue
    image=${line#*=}
    targets+=("${image}_s" "${image}_ns")
    runs+=("$configuration:${line%%=*}=$directory/$image")
  done < <(bench_runs_of "$configuration")
  [ ${#runs[@]} -ne 0 ] || die "no image of $configuration has the suffix $wanted"
  build_tool
  build_bench_host
  build_bench_images "$configuration" MinSizeRel "${targets[@]}"
  for run in "${runs[@]}"; do
    count_image "$directory" "${run##*/}" "$run"
  done
  [ "$figure" = wait.ns.max ] || count_image "$directory" "$image" "$run" "$figure"
  "$bench_host/postern_bench" trace --figure "$figure" "${runs[@]}"
}

# [--json FILE]
sizes() {
  [ $# -eq 0 ] || { [ "$1" = --json ] && [ $# -eq 2 ]; } || die "usage: ./run sizes [--json FILE]"
  is_of_budget || say "these figures are of GNU Arm $compiler; the budget is for $budget_compiler"
  measure_sizes
  [ $# -eq 0 ] || cp "$bench_build/sizes.json" "$2"
}

figure_of() { sed -nE "s/.*\"name\":\"$1\",\"value\":([0-9]+),.*/\1/p" "$bench_build/cost.json"; }

# FILE TEXT: TEXT is in the file, where {NAME} stands for a figure. Prints a line `ok` or `FAILED`.
check_sentence() {
  local text=$2 name
  while [[ $text =~ \{([^}]*)\} ]]; do
    name=${BASH_REMATCH[1]}
    text=${text/"{$name}"/$(figure_of "$name")}
  done
  if tr '\n' ' ' <"$1" | grep -qF -- "$text"; then say "ok the figure in $1: $text"; else say "FAILED $1 does not say: $text"; fi
}

# FIGURE: its trace has as many instructions as the figure, beside the loop around the call, each with its text.
check_trace() {
  local last text
  text=$(trace "$1")
  last=$(tail -1 <<<"$text")
  [[ $last =~ ^([0-9]+)\ instructions,\ (([0-9]+)\ of)?.* ]]
  if [ $((${BASH_REMATCH[1]:-0} - ${BASH_REMATCH[3]:-0})) -eq "$(figure_of "$1")" ] &&
    [ "$(grep -cE '^ +[0-9]+  [0-9a-f]{8}  [a-z]' <<<"$text")" = "${BASH_REMATCH[1]}" ]; then
    say "ok the trace of $1"
  else
    say "FAILED the trace of $1, which is $(figure_of "$1"): $last"
  fi
}

# The suite of ./run test: prints lines `ok WHAT` and `FAILED WHAT`.
check_bench() (
  local figure image=cost_ipc directory=$bench_build/IPC.l3-MinSizeRel
  measure_cost >/dev/null
  measure_sizes >/dev/null
  cp "$directory/$image.counts" "$directory/$image.before"
  count_image "$directory" "$image" "IPC.l3:=$directory/$image"
  if cmp -s "$directory/$image.counts" "$directory/$image.before"; then
    say "ok two runs count the same"
  else
    say "FAILED two runs of $image count differently"
  fi
  # One of each kind of stretch; `./run trace` has the others.
  for figure in irq.flih.{entry,signal}.IPC.l3 wait.ns.{max,vectors4}.IPC.l3 copy.write.16384.IPC.l3 copy.64.IPC.l3 \
    cost.ns-app.io64.SFN.l1 cost.psa-app.session.IPC.l3 cost.ns-app.none.IPC.l1.sfnmodel; do
    check_trace "$figure"
  done
  "$bench_host/postern_bench" known "SFN.l1:known=$bench_build/SFN.l1-MinSizeRel/known" || true
  if is_of_budget; then
    bench_budget judge
    check_sentence doc/debugging.md "An event costs {trace.event.SFN.l1} instructions on the SFN backend and {trace.event.IPC.l1} on the IPC backend"
    check_sentence doc/debugging.md "A call costs {counters.call.SFN.l1} instructions more on the SFN backend, {counters.call.IPC.l1} on the IPC backend"
  else
    say "skipped the budget: it is for GNU Arm $budget_compiler, and this is $compiler"
  fi
)
