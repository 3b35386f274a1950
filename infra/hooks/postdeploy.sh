#!/bin/sh
# After the code is deployed: does it really work? A deployment is done when an alert that was posted outside came back with its
# disposition, and when nobody gets in by saying that the platform let him in.
set -eu
here=$(dirname "$0")
# shellcheck source=infra/hooks/lib.sh
. "$here/lib.sh"

for name in AZURE_SUBSCRIPTION_ID AZURE_RESOURCE_GROUP OPS_FUNCTION_APP OPS_FUNCTION_HOST OPS_KEY_VAULT OPS_TOPIC OPS_SYSTEM_TOPICS OPS_STATE_ACCOUNT OPS_DEAD_LETTER_CONTAINER OPS_AUTH_CLIENT_ID; do
  need "$name"
done
base=https://$OPS_FUNCTION_HOST

# --- 1. functions -------------------------------------------------------------------------------------------------------------
listed() {
  az functionapp function list --resource-group "$AZURE_RESOURCE_GROUP" --name "$OPS_FUNCTION_APP" --query '[].name' --output tsv >"$work/functions" 2>"$work/error" || return 1
  grep -q '/AlertReceived$' "$work/functions" && grep -q '/ResourceEventReceived$' "$work/functions" && grep -q '/AlertIngress$' "$work/functions"
}
again 20 listed || {
  cat "$work/error" >&2
  count=$(grep -c . "$work/functions" || true)
  fail "the app lists ${count:-0} functions, without AlertIngress, AlertReceived or ResourceEventReceived. The deployment \"succeeded\" and does nothing. The usual reasons: the service does not start (see the log stream: it names every wrong setting; a reference to the vault that is not resolved is shown red under Environment variables), or the package has no functions.metadata."
}
say "functions: $(grep -c . "$work/functions")"

# --- 2. subscriptions of Event Grid -------------------------------------------------------------------------------------------
topics=$(printf '%s' "$OPS_SYSTEM_TOPICS" | tr -d '[]" ')
vault_topic=${topics%%,*}
health_topic=${topics#*,}
# The first try may come before the host made the key that Event Grid uses.
subscribe() {
  az deployment group create --resource-group "$AZURE_RESOURCE_GROUP" --name ops-events --template-file "$here/../events.bicep" --only-show-errors --output none \
    --parameters functionAppName="$OPS_FUNCTION_APP" topicName="$OPS_TOPIC" vaultTopicName="$vault_topic" healthTopicName="$health_topic" \
    stateAccountName="$OPS_STATE_ACCOUNT" deadLetterContainer="$OPS_DEAD_LETTER_CONTAINER" 2>"$work/error"
}
again 5 subscribe || {
  cat "$work/error" >&2
  fail 'Event Grid does not take the subscriptions. It validates the functions first: they must be listed, and no network rule may keep it out.'
}
{
  az eventgrid topic event-subscription list --resource-group "$AZURE_RESOURCE_GROUP" --topic-name "$OPS_TOPIC" --query '[].[name,provisioningState]' --output tsv
  for topic in "$vault_topic" "$health_topic"; do
    az eventgrid system-topic event-subscription list --resource-group "$AZURE_RESOURCE_GROUP" --system-topic-name "$topic" --query '[].[name,provisioningState]' --output tsv
  done
} >"$work/subscriptions"
for name in accepted-alerts vault-events resource-health; do
  state=$(awk -v name="$name" '$1 == name { print $2 }' "$work/subscriptions")
  [ "$state" = Succeeded ] || fail "the subscription $name is ${state:-absent}, not Succeeded"
done
say 'subscriptions: all Succeeded'

# --- 3. the key that signs links ----------------------------------------------------------------------------------------------
ensure_secrets
if [ "$made" -gt 0 ]; then
  refresh_references
  az functionapp restart --resource-group "$AZURE_RESOURCE_GROUP" --name "$OPS_FUNCTION_APP" --output none
  say 'the app was restarted, for its new secrets'
fi

# --- 4. an alert from end to end ----------------------------------------------------------------------------------------------
# This deployment is the event. Secrets go to curl by file, never as an argument.
az keyvault secret show --vault-name "$OPS_KEY_VAULT" --name source-deployment-0 --query value --output tsv | sed 's/.*/header = "x-functions-key: &"/' >"$work/post.cfg"
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
printf '{"specversion":"1.0","id":"azd-%s-%s","source":"/azd/%s","type":"OpsAutomation.Deployment.Recorded","time":"%s","datacontenttype":"application/json","data":{"service":"opsautomation","environment":"%s","outcome":"success","pipeline":"azd","description":"Deployed by azd; this event is the proof that alerts get through.","startedAt":"%s","finishedAt":"%s"}}' \
  "${AZURE_ENV_NAME:-env}" "$now" "${AZURE_ENV_NAME:-env}" "$now" "${AZURE_ENV_NAME:-env}" "$now" "$now" >"$work/alert.json"
post() {
  code=$(curl --silent --show-error --max-time 60 --config "$work/post.cfg" --header 'Content-Type: application/json' --data "@$work/alert.json" --output "$work/accepted" --write-out '%{http_code}' "$base/api/alerts/deployment" 2>"$work/error") || code=000
  [ "$code" = 202 ]
}
again 10 post || {
  cat "$work/error" "$work/accepted" >&2 2>/dev/null || true
  fail "the intake answered $code to an alert, not 202"
}
id=$(sed -n 's/.*"ids":\["\([^"]*\)".*/\1/p' "$work/accepted")
[ -n "$id" ] || fail 'the intake took the alert and named no id'
say "alert $id was accepted"

{
  az functionapp keys list --resource-group "$AZURE_RESOURCE_GROUP" --name "$OPS_FUNCTION_APP" --query functionKeys.default --output tsv | sed 's/.*/header = "x-functions-key: &"/'
  az account get-access-token --scope "api://$OPS_AUTH_CLIENT_ID/.default" --query accessToken --output tsv | sed 's/.*/header = "Authorization: Bearer &"/'
} >"$work/read.cfg"
decided() {
  code=$(curl --silent --show-error --max-time 30 --config "$work/read.cfg" --output "$work/explained" --write-out '%{http_code}' "$base/api/alerts/$id" 2>"$work/error") || code=000
  [ "$code" = 200 ] && grep -q '"state":"decided"' "$work/explained"
}
again 20 decided || {
  cat "$work/error" >&2
  fail "the alert $id was accepted and has no disposition (last answer: $code). Event Grid does not reach AlertReceived, or it fails: see its invocations, and the container $OPS_DEAD_LETTER_CONTAINER."
}
kind=$(sed -n 's/.*"dispositions":\[{[^]]*"kind":"\([A-Za-z]*\)".*/\1/p' "$work/explained")
[ "$kind" != DeadLettered ] || fail "the alert $id became a dead letter"
say "alert $id has its disposition: ${kind:-decided}"

# --- 5. nobody says of himself who he is --------------------------------------------------------------------------------------
# The headers that the platform puts on a request of a person who signed in, sent from outside without any sign-in.
principal=$(printf '{"auth_typ":"aad","claims":[{"typ":"preferred_username","val":"mallory@example.com"}]}' | openssl base64 -A)
while read -r method path; do
  code=$(curl --silent --max-time 30 --output /dev/null --write-out '%{http_code}' --request "$method" --data '' \
    --header "X-MS-CLIENT-PRINCIPAL: $principal" --header 'X-MS-CLIENT-PRINCIPAL-NAME: mallory@example.com' --header 'X-MS-CLIENT-PRINCIPAL-ID: 1' --header 'X-MS-CLIENT-PRINCIPAL-IDP: aad' \
    "$base/$path") || code=000
  [ "$code" = 401 ] || problem "$method /$path answered $code, not 401, to somebody who only says that he signed in"
done <"$here/protected-routes.txt"
[ "$problems" -eq 0 ] || fail "the sign-in does not protect $problems route(s). Take the app off the network (az functionapp stop) before you look for the reason."
say "sign-in: $(grep -c . "$here/protected-routes.txt") routes refuse a forged principal"
say "done: $OPS_PUBLIC_ORIGIN/ops"
