#!/usr/bin/env bash
# need.sh NAME…: make sure that something of the system is there: python, venv, cairo, fonts, chromium.
# Installs what is missing on Debian and its kin as root; elsewhere stops and says which command does.
set -euo pipefail
PYTHON=${PYTHON:-python3}

has() {
  case $1 in
    python) "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ;;
    venv) "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null ;;
    cairo) "$PYTHON" -c 'import cairocffi' 2>/dev/null ;;
    chromium) command -v chromium chromium-browser google-chrome >/dev/null ;;
    fonts) has_font ja && has_font ar && has_font und-zsye ;;
  esac
}

has_font() {
  command -v fc-list >/dev/null && [[ -n $(fc-list ":lang=$1" file) ]]
}

title() {
  case $1 in
    python) echo "Python 3.11 or newer, which may have another name (then: make site PYTHON=python3.12)," ;;
    venv) echo "Python's module venv" ;;
    cairo) echo "The library cairo, which draws the cards," ;;
    chromium) echo "The browser Chromium, which the tests drive," ;;
    fonts) echo "A set of fonts for every script, which the tests draw with," ;;
  esac
}

packages() {
  case $1-$2 in
    python-debian) echo python3 python3-venv ;;
    python-fedora) echo python3 ;;
    python-macos) echo python ;;
    venv-debian) echo python3-venv ;;
    venv-fedora) echo python3 ;;
    venv-macos) echo python ;;
    cairo-debian) echo libcairo2 ;;
    chromium-macos) echo --cask chromium ;;
    fonts-debian) echo fontconfig fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji ;;
    fonts-fedora) echo fontconfig google-noto-sans-arabic-vf-fonts google-noto-sans-cjk-fonts google-noto-color-emoji-fonts ;;
    fonts-macos) echo fontconfig font-noto-sans-arabic font-noto-sans-cjk font-noto-color-emoji ;;
    *) echo "$1" ;;
  esac
}

explain() {
  {
    echo "$(title "$1") is missing. Install it with the line for this computer, and run make again:"
    echo "  Debian, Ubuntu:  apt-get install $(packages "$1" debian)"
    echo "  Fedora:          dnf install $(packages "$1" fedora)"
    echo "  macOS:           brew install $(packages "$1" macos)"
  } >&2
  exit 1
}

install() {
  [[ -f /etc/debian_version && $(id -u) = 0 ]] || explain "$1"
  # An old Python was somebody's choice: another one beside it would not be used.
  [[ $1 = python ]] && command -v "$PYTHON" >/dev/null && explain "$1"
  echo "Installing $(packages "$1" debian) with apt-get …"
  export DEBIAN_FRONTEND=noninteractive
  # A list of packages that is old is better than none, so the second command decides.
  apt-get update -qq >/dev/null || true
  # shellcheck disable=SC2046 # several packages
  apt-get install -y -qq --no-install-recommends $(packages "$1" debian) >/dev/null || explain "$1"
  has "$1" || explain "$1"
}

for name; do
  has "$name" || install "$name"
done
