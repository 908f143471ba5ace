#!/bin/sh
# Speaks as codex app-server does, as far as a test needs it: what a prompt says decides.
say() { printf '%s\n' "$1"; }
number() { # the id of the request on the line
  rest=${line#*'"id":'}
  printf '%s' "${rest%%[,\}]*}"
}
answer() { say '{"id":'"$(number)"',"result":'"$1"'}'; }
note() { say '{"method":"'"$1"'","params":{"threadId":"t",'"$2"'}}'; }
message() { note item/completed '"item":{"type":"agentMessage","id":"m'"$1"'","text":"'"$2"'"}'; }
begin() { note turn/started '"turn":{"id":"turn'"$1"'"}'; }
end() { note turn/completed '"turn":{"id":"turn1","status":"'"$1"'"}'; }
[ "${FAKE:-}" = broken ] && { echo 'Cannot find its own files' >&2; exit 1; }
[ "${FAKE:-}" = stubborn ] && trap '' INT TERM
while IFS= read -r line; do
  printf '%s\n' "$line" >>"$HOME/told"
  case $line in
    *'"method":"initialize"'*) say 'a greeting that is no message'; answer '{"userAgent":"x"}' ;;
    *'"method":"thread/resume"'*'gone'*)
      say '{"id":'"$(number)"',"error":{"code":-32600,"message":"no rollout found for thread id gone"}}' ;;
    *'"method":"thread/resume"'* | *'"method":"thread/start"'* | *'"method":"thread/fork"'*)
      answer '{"thread":{"id":"t"},"model":"large"}' ;;
    *'"method":"model/list"'*)
      answer '{"data":[{"model":"large","supportedReasoningEfforts":[{"reasoningEffort":"low"},{"reasoningEffort":"ultra"}]},{"model":"secret","hidden":true}]}' ;;
    *'"method":"turn/interrupt"'*) answer '{}'; end interrupted ;;
    *'"method":"turn/steer"'*)
      say '{"id":'"$(number)"',"error":{"code":-32600,"message":"no active turn to steer"}}' ;;
    *'"method":"turn/start"'*)
      case $line in *'refuse'*)
        say '{"id":'"$(number)"',"error":{"code":-32600,"message":"I will not."}}'; continue ;;
      esac
      answer '{"turn":{"id":"turn1"}}'
      begin 1
      case $line in
        *'die now'*) kill -9 $$ ;;
        *'just end'*) echo 'Something broke inside' >&2; exit 3 ;;
        *'garbage'*) say 'not json'; say '[1,2]'; say '{"a":1}'; note surprise '"a":1'
          say '{"method":"item/completed","params":[1]}'
          say '{"id":77,"method":"surprise/request","params":{}}'
          say '{"id":4711,"result":{}}'
          printf '\377\376\n'; message 1 'still here'; end completed ;;
        *'a huge line'*)
          printf '{"method":"item/completed","params":{"threadId":"t","item":{"type":"agentMessage","id":"m1","text":"'
          head -c 50000000 /dev/zero | tr '\0' x
          printf '"}}}\n'; end completed ;;
        *'hang'*) message 1 hanging ;;
        *'with a child'*) sleep 600 & message 1 "child $!" ;;
        *'ask'*)
          note item/started '"item":{"type":"commandExecution","id":"c1","command":"/bin/bash -lc make"}'
          say '{"id":0,"method":"item/commandExecution/requestApproval","params":{"threadId":"t","itemId":"c1","command":"/bin/bash -lc make","proposedExecpolicyAmendment":["make"]}}' ;;
        *'withdraws'*)
          say '{"id":0,"method":"item/commandExecution/requestApproval","params":{"threadId":"t","itemId":"c1","command":"make"}}'
          note serverRequest/resolved '"requestId":0'; end completed ;;
        *'question'*)
          say '{"id":0,"method":"item/tool/requestUserInput","params":{"threadId":"t","questions":[{"id":"q1","question":"Which?","options":[{"label":"Red"},{"label":"Blue"}]}]}}' ;;
        *'by itself'*) message 1 first; end completed; begin 2; message 2 'and on'; end completed ;;
        *) message 1 hello
          note thread/tokenUsage/updated '"tokenUsage":{"total":{"totalTokens":12},"last":{"inputTokens":10,"cachedInputTokens":4,"outputTokens":2,"totalTokens":12},"modelContextWindow":1000}'
          end completed ;;
      esac ;;
    *'"id":0,"result"'*)
      case $line in
        *'accept'* | *'Blue'*) note item/completed '"item":{"type":"commandExecution","id":"c1","command":"make","status":"completed","exitCode":0,"aggregatedOutput":"made"}' ;;
        *) note item/completed '"item":{"type":"commandExecution","id":"c1","command":"make","status":"declined"}' ;;
      esac
      case $line in *'cancel'*) end interrupted ;; *) end completed ;; esac ;;
  esac
done
[ "${FAKE:-}" = stubborn ] && while :; do sleep 1; done
exit 0
