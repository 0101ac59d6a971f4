#!/bin/sh
# Enters the unpacked program into this user's menu and PATH (~/.local); `--remove` takes it out again.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
share=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$share/applications/facecam.desktop
icons=$share/icons/hicolor
link=$HOME/.local/bin/facecam

if [ "${1-}" = --remove ]; then
  rm -f "$link" "$entry" "$icons/scalable/apps/facecam.svg" "$icons/256x256/apps/facecam.png"
  echo "facecam was taken out of the menu; delete $here to be rid of it. Your people stay where they are."
  exit
fi
mkdir -p "$(dirname "$link")" "$(dirname "$entry")" "$icons"
cp -r "$here/share/icons/hicolor/." "$icons/"
ln -sf "$here/facecam" "$link"
while IFS= read -r line; do
  case $line in
    Exec=*) printf 'Exec="%s" %%u\n' "$here/facecam" ;;
    *) printf '%s\n' "$line" ;;
  esac
done <"$here/share/applications/facecam.desktop" >"$entry"
echo "facecam is in the menu, and as $link on the command line."
