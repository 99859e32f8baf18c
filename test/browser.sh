# SPDX-License-Identifier: Apache-2.0

# Headless Chromium for tests of pages: sourced. It is told what to do in the protocol of its developer tools, messages in
# JSON that end with a zero byte, through two pipes. Keys are real input events.

# ./run test installs Chromium: it is larger than a test may write.
need_browser() { command -v chromium >/dev/null || { echo "chromium is missing; on Debian ./run test report installs it"; return 1; }; }

# open_browser FILE
open_browser() {
  local target
  need_browser || return 1
  browser_files=$(mktemp -d)
  mkfifo "$browser_files/in" "$browser_files/out"
  chromium --headless --no-sandbox --disable-gpu --no-first-run --user-data-dir="$browser_files/profile" \
    --remote-debugging-pipe --window-size=1280,1000 3<"$browser_files/in" 4>"$browser_files/out" >/dev/null 2>&1 &
  browser=$!
  exec 5>"$browser_files/in" 6<"$browser_files/out"
  message=0 session=
  ask Target.createTarget '{"url":"about:blank"}' || return 1
  target=$(sed -nE 's/.*"targetId":"([^"]*)".*/\1/p' <<<"$answer")
  ask Target.attachToTarget "{\"targetId\":\"$target\",\"flatten\":true}" || return 1
  session=$(sed -nE 's/.*"sessionId":"([^"]*)".*/\1/p' <<<"$answer")
  ask Page.enable '{}'
  ask Page.addScriptToEvaluateOnNewDocument '{"source":"window.problems = 0; addEventListener(\"error\", () => ++problems)"}'
  ask Page.navigate "{\"url\":\"file://$1\"}"
  for _ in {1..50}; do
    [ "$(evaluate 'document.readyState')" != '"complete"' ] || return 0
    sleep 0.1
  done
  return 1
}

close_browser() {
  [ -n "${browser:-}" ] || return 0
  kill "$browser" 2>/dev/null
  wait "$browser" 2>/dev/null
  exec 5>&- 6<&-
  rm -rf "$browser_files"
  browser=
}

# ask METHOD PARAMETERS: sets `answer`
ask() {
  message=$((message + 1))
  printf '{"id":%d%s,"method":"%s","params":%s}\0' "$message" "${session:+,\"sessionId\":\"$session\"}" "$1" "$2" >&5
  while IFS= read -r -d '' -t 20 answer <&6; do
    [[ $answer != "{\"id\":$message,"* ]] || return 0
  done
  return 1
}

# evaluate EXPRESSION: prints its value, in JSON. `"` and new lines in it are escaped here, `\` is not.
evaluate() {
  local expression=${1//\"/\\\"}
  ask Runtime.evaluate "{\"expression\":\"${expression//$'\n'/ }\",\"returnByValue\":true}"
  sed -nE 's/.*"type":"number","value":([^,]*),.*/\1/p; t; s/.*"value":(.*)\}\},"sessionId.*/\1/p' <<<"$answer"
}

# equals VALUE EXPRESSION
equals() {
  local value
  value=$(evaluate "$2")
  [ "$value" = "$1" ] || { echo "    $2 is $value, not $1"; return 1; }
}

# press KEY CODE
press() {
  local text=
  [ "$1" != Enter ] || text=',"text":"\r"'
  ask Input.dispatchKeyEvent "{\"type\":\"keyDown\",\"key\":\"$1\",\"code\":\"$1\",\"windowsVirtualKeyCode\":$2$text}"
  ask Input.dispatchKeyEvent "{\"type\":\"keyUp\",\"key\":\"$1\",\"code\":\"$1\",\"windowsVirtualKeyCode\":$2}"
}

# prints FILE: as a PDF
prints() {
  ask Page.printToPDF '{}' && sed -nE 's/.*"data":"([^"]*)".*/\1/p' <<<"$answer" | base64 -d >"$1" && head -c 4 "$1" | grep -q '%PDF'
}
