#!/bin/sh
# Build casework/static/dist from the sources beside this file. See README.md.
set -eu
cd "$(dirname "$0")"
dist=../../static/dist
moj=node_modules/@ministryofjustice/frontend/moj

npm ci --ignore-scripts --no-audit --no-fund
rm -rf "$dist"
mkdir -p "$dist/assets/images"
node_modules/.bin/sass --load-path=. --style=compressed --no-source-map --quiet-deps scss/app.scss "$dist/app.css"
node_modules/.bin/esbuild js/app.mjs --bundle --minify --format=esm --target=es2019 --legal-comments=none \
  --outfile="$dist/app.js" --log-level=warning
cp js/supported.js images/favicon.svg LICENCES.txt "$dist/"

# Only the icons that the stylesheet names: a hashing storage fails on a missing one, and the rest are dead weight.
grep -o 'assets/images/[a-z-]*\.svg' "$dist/app.css" | sort -u | while read -r image; do
  cp "$moj/$image" "$dist/$image"
done

cd "$dist"
find . -type f ! -name MANIFEST.sha256 | sed 's|^\./||' | LC_ALL=C sort | xargs sha256sum > MANIFEST.sha256
