#!/bin/sh
# The two applications of Entra ID, made where the environment names none: one that people sign in with, and one that the
# secure webhook of action groups asks a token for. Two, so that Azure Monitor's token opens no page. Neither has a secret.
set -eu
# shellcheck source=infra/hooks/lib.sh
. "$(dirname "$0")/lib.sh"

graph=https://graph.microsoft.com/v1.0
cli=04b07795-8ddb-461a-bbee-02f9e1bf7b46
monitor=461e8683-5575-4561-ac7f-899cc907d62a
ops_roles='Reader:9d3f0a51-4c1e-4b7a-8e0d-0c6f2b1a7e01 Approver:9d3f0a51-4c1e-4b7a-8e0d-0c6f2b1a7e02 Operator:9d3f0a51-4c1e-4b7a-8e0d-0c6f2b1a7e03 Admin:9d3f0a51-4c1e-4b7a-8e0d-0c6f2b1a7e04'
role_id=6b0d7f0e-5a0f-4d55-9f64-2d3d0b1f6c11
scope_id=2f8b7d5c-7f0a-4b3f-8a53-7c1e8d6a4e21

refused() { fail "$1 You may not, or cannot. Have somebody who may make it (docs/deploy.md), and name it: azd env set $2 <value>"; }

if [ -z "${OPS_AUTH_CLIENT_ID:-}" ]; then
  name="opsautomation-$AZURE_ENV_NAME"
  client=$(az ad app list --display-name "$name" --query '[0].appId' --output tsv)
  [ -n "$client" ] || client=$(az ad app create --display-name "$name" --sign-in-audience AzureADMyOrg --enable-id-token-issuance true --query appId --output tsv) ||
    refused "The application $name was not made." OPS_AUTH_CLIENT_ID
  object=$(az ad app show --id "$client" --query id --output tsv)
  # The az command may ask for a token, so that the last hook can see what became of its alert.
  printf '{"identifierUris":["api://%s"],"api":{"requestedAccessTokenVersion":2,"oauth2PermissionScopes":[{"id":"%s","value":"user_impersonation","type":"User","isEnabled":true,"adminConsentDisplayName":"Open the operations pages","adminConsentDescription":"Open the operations pages as the signed-in person."}]}}' "$client" "$scope_id" >"$work/app.json"
  az rest --method patch --url "$graph/applications/$object" --body "@$work/app.json" --headers Content-Type=application/json --output none
  printf '{"api":{"preAuthorizedApplications":[{"appId":"%s","delegatedPermissionIds":["%s"]}]}}' "$cli" "$scope_id" >"$work/app.json"
  az rest --method patch --url "$graph/applications/$object" --body "@$work/app.json" --headers Content-Type=application/json --output none
  # What people and programs may do here; who has which is said at the enterprise application (docs/security.md).
  separator=
  {
    printf '{"appRoles":['
    for role in $ops_roles; do
      printf '%s{"id":"%s","value":"Ops.%s","displayName":"Ops.%s","description":"OpsAutomation: %s.","allowedMemberTypes":["User","Application"],"isEnabled":true}' "$separator" "${role#*:}" "${role%%:*}" "${role%%:*}" "${role%%:*}"
      separator=,
    done
    printf ']}'
  } >"$work/app.json"
  az rest --method patch --url "$graph/applications/$object" --body "@$work/app.json" --headers Content-Type=application/json --output none
  az ad sp show --id "$client" --output none 2>/dev/null || az ad sp create --id "$client" --output none
  azd env set OPS_AUTH_CLIENT_ID "$client"
  say "people sign in with the application $name"
fi

if [ -z "${OPS_WEBHOOK_OBJECT_ID:-}" ]; then
  name="opsautomation-webhook-$AZURE_ENV_NAME"
  client=$(az ad app list --display-name "$name" --query '[0].appId' --output tsv)
  [ -n "$client" ] || client=$(az ad app create --display-name "$name" --sign-in-audience AzureADMyOrg --query appId --output tsv) ||
    refused "The application $name was not made." OPS_WEBHOOK_OBJECT_ID
  object=$(az ad app show --id "$client" --query id --output tsv)
  printf '{"identifierUris":["api://%s"],"appRoles":[{"id":"%s","value":"ActionGroupsSecureWebhook","displayName":"ActionGroupsSecureWebhook","description":"Posts alerts of Azure Monitor.","allowedMemberTypes":["Application"],"isEnabled":true}]}' "$client" "$role_id" >"$work/app.json"
  az rest --method patch --url "$graph/applications/$object" --body "@$work/app.json" --headers Content-Type=application/json --output none
  ours=$(az ad sp show --id "$client" --query id --output tsv 2>/dev/null) || ours=$(az ad sp create --id "$client" --query id --output tsv)
  theirs=$(az ad sp show --id "$monitor" --query id --output tsv 2>/dev/null) || theirs=$(az ad sp create --id "$monitor" --query id --output tsv)
  printf '{"principalId":"%s","resourceId":"%s","appRoleId":"%s"}' "$theirs" "$ours" "$role_id" >"$work/role.json"
  assigned=$(az rest --method get --url "$graph/servicePrincipals/$ours/appRoleAssignedTo" --query "value[?principalId=='$theirs'].id | [0]" --output tsv)
  [ -n "$assigned" ] || az rest --method post --url "$graph/servicePrincipals/$ours/appRoleAssignedTo" --body "@$work/role.json" --headers Content-Type=application/json --output none
  azd env set OPS_WEBHOOK_OBJECT_ID "$object"
  azd env set OPS_WEBHOOK_AUDIENCE "api://$client"
  say "action groups ask a token for the application $name"
fi
