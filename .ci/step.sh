# Names the steps of a run and times them; sourced by .ci/run and tests/run, not a program of its own.

# step NAME COMMAND...: runs the command between two lines with its name, the second with the seconds it took.
step() {
  local name=$1 started=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  "$@"
  printf '== %s: done in %d s\n' "$name" $((SECONDS - started))
}

# run_steps PREFIX NAME...: runs the function PREFIX_NAME of each name as a step; an unknown name ends the run.
run_steps() {
  local prefix=$1 name
  shift
  for name in "$@"; do
    if ! declare -F "${prefix}_${name//-/_}" >/dev/null; then
      printf 'no such step: %s\n' "$name" >&2
      exit 2
    fi
  done
  for name in "$@"; do
    step "$name" "${prefix}_${name//-/_}"
  done
}
