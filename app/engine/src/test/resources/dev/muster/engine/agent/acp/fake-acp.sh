#!/bin/sh
# Speaks the Agent Client Protocol as far as a test needs it: what a prompt says decides.
said=0
say() { # a file says after how many messages it dies
  printf '%s\n' "$1"
  said=$((said + 1))
  if [ -e "$HOME/dies-after" ] && [ "$said" -ge "$(cat "$HOME/dies-after")" ]; then kill -9 $$; fi
}
number() { # the id of the request on the line
  rest=${line#*'"id":'}
  printf '%s' "${rest%%[,\}]*}"
}
answer() { say '{"jsonrpc":"2.0","id":'"$(number)"',"result":'"$1"'}'; }
refuse() { say '{"jsonrpc":"2.0","id":'"$(number)"',"error":{"code":'"$1"',"message":"'"$2"'"}}'; }
update() { say '{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"s","update":{"sessionUpdate":"'"$1"'",'"$2"'}}}'; }
text() { update agent_message_chunk '"content":{"type":"text","text":"'"$1"'"}'; }
end() { say '{"jsonrpc":"2.0","id":'"$prompt"',"result":{"stopReason":"'"${1:-end_turn}"'"}}'; }
request() { say '{"jsonrpc":"2.0","id":'"$1"',"method":"'"$2"'","params":{"sessionId":"s",'"$3"'}}'; }
call='"toolCallId":"c'
options='"options":[{"optionId":"yes","kind":"allow_once","name":"Yes"},{"optionId":"all","kind":"allow_always","name":"Always"},{"optionId":"no","kind":"reject_once","name":"No"}]'
modes='"modes":{"currentModeId":"'"${MODE:-ask}"'","availableModes":[{"id":"ask","name":"Ask"},{"id":"yolo","name":"YOLO"}]}'
models='"models":{"currentModelId":"large","availableModels":[{"modelId":"small","name":"Small"},{"modelId":"large","name":"Large"}]}'
case ${FAKE:-} in
  stumbles)
    [ -e "$HOME/stumbled" ] || { : >"$HOME/stumbled"; echo 'database is locked' >&2; exit 1; } ;;
  broken) echo 'Cannot find its own files' >&2; exit 1 ;;
  stubborn) trap '' INT TERM ;;
esac
while IFS= read -r line; do
  printf '%s\n' "$line" >>"$HOME/told"
  case $line in
    *'"method":"initialize"'*)
      say 'a greeting that is no message'
      case ${FAKE:-} in
        silent) ;;
        'a word') answer '"yes"' ;;
        future) answer '{"protocolVersion":7}' ;;
        loads) answer '{"protocolVersion":1,"agentCapabilities":{"loadSession":true}}' ;;
        plain) answer '{"protocolVersion":1}' ;;
        *) answer '{"protocolVersion":1,"agentInfo":{"name":"fake","version":"9.9.9"},"agentCapabilities":{"loadSession":true,"promptCapabilities":{"image":true},"sessionCapabilities":{"resume":{},"fork":{}}},"authMethods":[{"id":"key","name":"Key","description":"Run fake login"}]}' ;;
      esac ;;
    *'"method":"session/resume"'*'gone'*) refuse -32603 'Nobody knows it.' ;;
    *'"method":"session/load"'*)
      update user_message_chunk '"content":{"type":"text","text":"old words"}'
      text 'old answer'
      update tool_call "$call"'old","title":"ls","kind":"execute","status":"completed","rawInput":{"command":"ls"}'
      answer '{}' ;;
    *'"method":"session/fork"'*) answer '{"sessionId":"s"}' ;;
    *'"method":"session/new"'* | *'"method":"session/resume"'*)
      case ${FAKE:-} in
        'signed out') refuse -32000 'Authentication required' ;;
        'a word') answer '"no"' ;;
        *) answer '{"sessionId":"s",'"$modes"','"$models"'}' ;;
      esac ;;
    *'"method":"session/set_m'*) answer '{}' ;;
    *'"method":"session/cancel"'*)
      case ${FAKE:-} in stubborn) ;; *) end cancelled ;; esac ;;
    *'"error"'*) text 'I was refused.'; end ;;
    *'"id":70,"result"'*) text 'Somebody answered.' ;;
    *'"id":71,"result"'*)
      case $line in
        *'"yes"'* | *'"all"'*)
          update tool_call_update "$call"'1","status":"completed","rawOutput":{"output":"made\n","exitCode":0}' ;;
      esac
      end ;;
    *'"id":72,"result"'*) request 73 fs/write_text_file '"path":"made.txt","content":"new\n"' ;;
    *'"id":73,"result"'* | *'"id":74,"result"'*) text 'It is written.'; end ;;
    *'"id":75,"result"'*) text 'I heard something.'; end ;;
    *'"method":"session/prompt"'*)
      prompt=$(number)
      case $line in
        *'die now'*) text 'my last words'; kill -9 $$ ;;
        *'just end'*) echo 'Something broke inside' >&2; exit 3 ;;
        *'garbage'*) say 'not json'; say '[1,2]'; say '{"a":1}'
          update surprise '"a":1'; update surprise '"a":2'
          say '{"jsonrpc":"2.0","method":"session/update","params":[1]}'
          say '{"jsonrpc":"2.0","method":"surprise/told","params":{}}'
          request 77 surprise/request '"a":1'
          say '{"jsonrpc":"2.0","id":4711,"result":{}}'
          printf '\377\376\n'; text 'still here' ;;
        *'a huge line'*)
          printf '{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"s","update":{"sessionUpdate":"tool_call","toolCallId":"c1","title":"read","kind":"read","status":"completed","rawInput":{"path":"a"},"rawOutput":"'
          head -c 50000000 /dev/zero | tr '\0' x
          printf '"}}}\n'; end ;;
        *'many words'*)
          i=0; while [ $i -lt 30 ]; do text "$(head -c 50000 /dev/zero | tr '\0' y)"; i=$((i + 1)); done; end ;;
        *'hang'*) text 'hanging' ;;
        *'with a child'*) sleep 600 & text "child $!"; update plan '"entries":[{"content":"Wait","status":"in_progress"}]' ;;
        *'leaves a command'*)
          [ -f "$HOME/helper" ] || { sleep 601 & printf '%s' $! >"$HOME/helper"; }
          request 71 session/request_permission '"toolCall":{'"$call"'1","title":"sleep","kind":"execute","rawInput":{"command":"sleep 602"}},'"$options"
          read -r line; printf '%s\n' "$line" >>"$HOME/told"
          (sleep 602 & printf '%s' $! >"$HOME/command") ;;
        *'ask'*)
          request 71 session/request_permission '"toolCall":{'"$call"'1","title":"make","kind":"execute","status":"pending","rawInput":{"command":"make"}},'"$options" ;;
        *'from outside'*)
          request 71 session/request_permission '"toolCall":{'"$call"'1","title":"make","kind":"execute","status":"pending","rawInput":{"command":"make","cwd":"/etc"}},'"$options" ;;
        *'edit then write'*)
          request 72 session/request_permission '"toolCall":{'"$call"'1","title":"Write","kind":"edit","locations":[{"path":"made.txt"}],"content":[{"type":"diff","path":"made.txt","oldText":null,"newText":"new\n"}]},'"$options" ;;
        *'write '*) path=${line#*'write '}; path=${path%%[\" ]*}
          request 74 fs/write_text_file '"path":"'"$path"'","content":"new\n"' ;;
        *'drain'*) text 'one'
          until grep -q 'steered' "$HOME/steer" 2>/dev/null; do sleep 0.05; done
          request 75 craft/drainMidTurnQueue '"promptId":"x"' ;;
        *'by itself'*)
          text 'first'
          request 76 _qwencode/start_turn '"turnId":"b"'
          end
          text 'and on'
          say '{"jsonrpc":"2.0","method":"_qwencode/end_turn","params":{"sessionId":"s","reason":"end_turn"}}' ;;
        *'late words'*) text 'in time'; end; text 'too '; text 'late'
          update tool_call_update "$call"'9","status":"completed"' ;;
        *'no more tokens'*) text 'half a'; end max_tokens ;;
        *'no way'*) end refusal ;;
        *'for no reason'*) end whatever ;;
        *'break'*) refuse 400 '{\"error\":{\"message\":\"That model is gone.\"}}' ;;
        *'sign in'*) refuse -32000 'Authentication required' ;;
        *'spend'*)
          update agent_message_chunk '"content":{"type":"text","text":""},"_meta":{"usage":{"inputTokens":900,"outputTokens":100,"totalTokens":1000}}' ;;
        *'others'*)
          say '{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"another","update":{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"not for you"}}}}'
          text 'for you'; end ;;
        *) text 'hel'; text 'lo'
          update usage_update '"used":100,"size":1000,"cost":{"amount":0.5,"currency":"USD"}'
          say '{"jsonrpc":"2.0","id":'"$prompt"',"result":{"stopReason":"end_turn","usage":{"inputTokens":10,"outputTokens":2,"totalTokens":12,"cachedReadTokens":4}}}' ;;
      esac ;;
  esac
done
case ${FAKE:-} in
  stubborn) while :; do sleep 1; done ;;
esac
