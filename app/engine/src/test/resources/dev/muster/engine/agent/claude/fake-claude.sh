#!/bin/sh
# Speaks as Claude Code does, as far as a test needs it: what a prompt says decides what happens.
say() { printf '%s\n' "$1"; }
field() { # the first text field of this name on the line
  rest=${line#*"\"$1\":\""}
  printf '%s' "${rest%%\"*}"
}
init() {
  say '{"type":"system","subtype":"init","session_id":"s","model":"m","capabilities":["msg_lifecycle_v1"],"user_message_uuids":["'"$uuid"'"]}'
}
text() {
  say '{"type":"assistant","parent_tool_use_id":null,"message":{"id":"m1","content":[{"type":"text","text":"'"$1"'"}]}}'
}
result() {
  say '{"type":"result","subtype":"success","is_error":false,"terminal_reason":"completed","queued_turn_count":0,"modelUsage":{"m":{"inputTokens":10,"outputTokens":2,"costUSD":0.01,"contextWindow":1000}}}'
}
case " $* " in
  *' --resume gone '*)
    read -r line
    say '{"type":"result","subtype":"error_during_execution","is_error":true,"errors":["No conversation found with session ID: gone"]}'
    echo 'No conversation found with session ID: gone' >&2
    exit 1 ;;
esac
case ${FAKE:-} in
  broken) echo 'Cannot find its own files' >&2; exit 1 ;;
  stubborn) trap '' INT TERM ;;
esac
printf '%s\n' "$*" >"$HOME/arguments"
stopped=
while IFS= read -r line; do
  case $line in
    *'"subtype":"initialize"'*)
      say 'a greeting that is no message'
      say '{"type":"control_response","response":{"subtype":"success","request_id":"'"$(field request_id)"'","response":{"claude_code_version":"9.9.9","models":[{"value":"default","supportedEffortLevels":["low","max"]},{"value":"large"}]}}}' ;;
    *'"subtype":"interrupt"'*)
      stopped=yes
      say '{"type":"control_response","response":{"subtype":"success","request_id":"'"$(field request_id)"'","response":{"still_queued":[]}}}'
      say '{"type":"result","subtype":"error_during_execution","is_error":true,"terminal_reason":"aborted_streaming","errors":["x"]}' ;;
    *'"subtype":"get_usage"'*)
      say '{"type":"control_response","response":{"subtype":"success","request_id":"'"$(field request_id)"'","response":{"rate_limits_available":true,"rate_limits":{"five_hour":{"utilization":25.0,"resets_at":"2026-11-21T10:00:00+00:00"},"seven_day_opus":null}}}}' ;;
    *'"subtype":"set_permission_mode"'*)
      printf '%s\n' "$line" >"$HOME/mode" ;;
    *'"type":"control_response"'*)
      printf '%s\n' "$line" >>"$HOME/answers"
      # What was asked before it was stopped is not asked any more.
      [ -z "$stopped" ] || continue
      case $line in
        *'"allow"'*) say '{"type":"user","parent_tool_use_id":null,"message":{"content":[{"type":"tool_result","tool_use_id":"t1","content":"done","is_error":false}]},"tool_use_result":{"stdout":"done","stderr":"","interrupted":false}}' ;;
        *) say '{"type":"user","parent_tool_use_id":null,"message":{"content":[{"type":"tool_result","tool_use_id":"t1","content":"no","is_error":true}]},"tool_use_result":"Error: no"}' ;;
      esac
      result ;;
    *'"type":"user"'*)
      stopped=
      uuid=$(field uuid)
      say '{"type":"command_lifecycle","command_uuid":"'"$uuid"'","state":"queued"}'
      case $line in *'later'*) continue ;; esac
      say '{"type":"command_lifecycle","command_uuid":"'"$uuid"'","state":"started"}'
      init
      case $line in
        *'die now'*) kill -9 $$ ;;
        *'just end'*) echo 'Something broke inside' >&2; exit 3 ;;
        *'garbage'*) say 'not json'; say '[1,2]'; say '{"type":"surprise","a":1}'; say '{"no":"type"}'
          printf '\377\376\n'; text 'still here'; result ;;
        *'a huge line'*)
          printf '{"type":"assistant","parent_tool_use_id":null,"message":{"id":"m1","content":[{"type":"text","text":"'
          head -c 50000000 /dev/zero | tr '\0' x
          printf '"}]}}\n'; result ;;
        *'hang'*) text 'hanging' ;;
        *'with a child'*) sleep 600 & text "child $!" ;;
        *'ask'*)
          say '{"type":"assistant","parent_tool_use_id":null,"message":{"id":"m1","content":[{"type":"tool_use","id":"t1","name":"Bash","input":{"command":"make"}}]}}'
          say '{"type":"control_request","request_id":"r1","request":{"subtype":"can_use_tool","tool_name":"Bash","input":{"command":"make"},"tool_use_id":"t1","permission_suggestions":[{"type":"addRules","rules":[{"toolName":"Bash","ruleContent":"make:*"}],"behavior":"allow","destination":"localSettings"},{"type":"setMode","mode":"acceptEdits","destination":"session"}]}}' ;;
        *'question'*)
          say '{"type":"control_request","request_id":"r2","request":{"subtype":"can_use_tool","tool_name":"AskUserQuestion","input":{"questions":[{"question":"Which?","options":[{"label":"Red"},{"label":"Blue"}]}]},"tool_use_id":"t1"}}' ;;
        *'in the background'*)
          say '{"type":"system","subtype":"background_tasks_changed","tasks":[{"task_id":"a1","task_type":"local_agent"}]}'
          result
          say '{"type":"assistant","parent_tool_use_id":"t9","message":{"id":"m2","content":[{"type":"tool_use","id":"t1","name":"Bash","input":{"command":"make"}}]}}'
          say '{"type":"control_request","request_id":"r1","request":{"subtype":"can_use_tool","tool_name":"Bash","input":{"command":"make"},"tool_use_id":"t1","agent_id":"a1"}}'
          case $line in *'and ends'*) say '{"type":"system","subtype":"background_tasks_changed","tasks":[]}' ;; esac ;;
        *'by itself'*) text 'first'; result; uuid=; init; text 'and on'; result ;;
        *) text 'hello'; result ;;
      esac ;;
  esac
done
case ${FAKE:-} in
  stubborn) while :; do sleep 1; done ;;
  talkative) i=0; while [ $i -lt 2000 ]; do text "late $i"; i=$((i + 1)); done ;;
esac
