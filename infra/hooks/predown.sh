#!/bin/sh
# Before azd down. What it cannot take away is said; the audit anchors go only with a word.
set -eu
# shellcheck source=infra/hooks/lib.sh
. "$(dirname "$0")/lib.sh"

need AZURE_RESOURCE_GROUP
if [ -n "${OPS_AUDIT_ACCOUNT:-}" ]; then
  state=$(az storage container immutability-policy show --account-name "$OPS_AUDIT_ACCOUNT" --container-name anchors --resource-group "$AZURE_RESOURCE_GROUP" --query '[state,etag]' --output tsv 2>/dev/null) || state=''
  etag=$(printf '%s' "$state" | tail -n 1)
  case $state in
    '') ;;
    Locked*)
      say "note: the policy of $OPS_AUDIT_ACCOUNT is locked; azd down cannot delete that account before the last anchor's time is over"
      ;;
    *)
      [ "${OPS_AUDIT_DISCARD:-}" = yes ] || fail "the audit anchors in $OPS_AUDIT_ACCOUNT would be lost. If that is meant: azd env set OPS_AUDIT_DISCARD yes"
      az storage container immutability-policy delete --account-name "$OPS_AUDIT_ACCOUNT" --container-name anchors --resource-group "$AZURE_RESOURCE_GROUP" --if-match "$etag" --output none
      say 'the audit anchors may be deleted now'
      ;;
  esac
fi
say "note: the vault ${OPS_KEY_VAULT:-} is deleted but kept for 90 days (purge protection); azd up with the same environment takes it back"
say 'note: applications of Entra ID stay; delete opsautomation-* there if the environment never comes back'
