#!/bin/sh
# After everything is made and before code is deployed: what the code must find at its first start.
set -eu
# shellcheck source=infra/hooks/lib.sh
. "$(dirname "$0")/lib.sh"

for name in AZURE_SUBSCRIPTION_ID AZURE_RESOURCE_GROUP AZURE_TENANT_ID OPS_FUNCTION_APP OPS_FUNCTION_HOST OPS_KEY_VAULT OPS_AUTH_CLIENT_ID OPS_INGRESS_PRINCIPAL_ID; do
  need "$name"
done

# Without the key no link can be signed, and the service refuses to start.
ensure_secrets
refresh_references || say 'note: the references to the vault are resolved when the code is deployed'

# People come back to this address after they signed in; the app proves itself with its identity instead of a secret.
if az ad app update --id "$OPS_AUTH_CLIENT_ID" --web-redirect-uris "https://$OPS_FUNCTION_HOST/.auth/login/aad/callback" --output none 2>"$work/error"; then
  name=opsautomation-ingress
  printf '{"name":"%s","issuer":"https://login.microsoftonline.com/%s/v2.0","subject":"%s","audiences":["api://AzureADTokenExchange"]}' \
    "$name" "$AZURE_TENANT_ID" "$OPS_INGRESS_PRINCIPAL_ID" >"$work/credential.json"
  known=$(az ad app federated-credential list --id "$OPS_AUTH_CLIENT_ID" --query "[?name=='$name'].subject | [0]" --output tsv)
  if [ -z "$known" ]; then
    az ad app federated-credential create --id "$OPS_AUTH_CLIENT_ID" --parameters "@$work/credential.json" --output none
  elif [ "$known" != "$OPS_INGRESS_PRINCIPAL_ID" ]; then
    az ad app federated-credential update --id "$OPS_AUTH_CLIENT_ID" --federated-credential-id "$name" --parameters "@$work/credential.json" --output none
  fi
else
  # Somebody else owns it: then they do it, once.
  cat "$work/error" >&2
  say "note: you may not change the application $OPS_AUTH_CLIENT_ID. Its owner adds the redirect https://$OPS_FUNCTION_HOST/.auth/login/aad/callback and a federated credential (issuer https://login.microsoftonline.com/$AZURE_TENANT_ID/v2.0, subject $OPS_INGRESS_PRINCIPAL_ID, audience api://AzureADTokenExchange)."
fi
say 'ready to deploy'
