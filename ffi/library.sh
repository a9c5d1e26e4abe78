# What the scripts that build packages share: which library and bindings they take, and what they say when a tool is missing.
# Sourced from the root of the repository, not a program of its own.

built=${DOORSTEP_BUILT:-${CARGO_TARGET_DIR:-target}/release}
bindings=${DOORSTEP_BINDINGS:-${CARGO_TARGET_DIR:-target}/bindings}
missing=()

library_name() {
  if [[ $(uname -s) == Darwin ]]; then printf 'libdoorstep_ffi.dylib'; else printf 'libdoorstep_ffi.so'; fi
}

# need COMMAND WHY: notes a missing command.
need() {
  command -v "$1" >/dev/null || missing+=("$1 ($2)")
}

# need_file FILE WHY: notes a missing file or folder.
need_file() {
  [[ -e $1 ]] || missing+=("$1 ($2)")
}

need_library() {
  need_file "$built/$(library_name)" 'made by cargo build --release -p doorstep-ffi --lib; DOORSTEP_BUILT names another folder'
}

need_bindings() {
  need_file "$bindings/$1" 'made by tests/bindings/generate; DOORSTEP_BINDINGS names another folder'
}

# One sentence with everything that is missing, and the end.
stop_if_missing() {
  ((${#missing[@]})) || return 0
  local list
  list=$(printf '%s; ' "${missing[@]}")
  printf 'This package can not be built here, for want of: %s.\n' "${list%; }" >&2
  exit 1
}

# strip_into FOLDER: the library as it is shipped, without what only a debugger reads. Its names stay: bindings are made from them.
strip_into() {
  local name
  name=$(library_name)
  if command -v strip >/dev/null; then
    strip -S -o "$1/$name" "$built/$name"
  else
    cp "$built/$name" "$1/$name"
  fi
}
