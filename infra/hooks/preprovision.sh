#!/bin/sh
# Before anything is made: is everything there that azd up needs? Every problem is said at once, and none costs an hour later.
set -eu
# shellcheck source=infra/hooks/lib.sh
. "$(dirname "$0")/lib.sh"

# --- programs -----------------------------------------------------------------------------------------------------------------
for program in az azd curl openssl; do
  have "$program" || problem "$program is not installed"
done
stop_on_problems

version=$(az version --query '"azure-cli"' --output tsv)
at_least 2.75.0 "$version" || problem "az is $version; 2.75.0 or later knows Flex Consumption with .NET 10. Run: az upgrade"
version=$(azd version | sed -n 's/^azd version \([0-9.]*\).*/\1/p')
at_least 1.18.0 "${version:-0}" || problem "azd is ${version:-of an unknown version}; 1.18.0 or later is needed"

# --- sign-in ------------------------------------------------------------------------------------------------------------------
signed=$(az account show --query id --output tsv 2>/dev/null) || signed=''
if [ -z "$signed" ]; then
  problem 'az is not signed in. Run: az login'
elif [ "$signed" != "${AZURE_SUBSCRIPTION_ID:-$signed}" ]; then
  problem "az is signed in to the subscription $signed, azd to ${AZURE_SUBSCRIPTION_ID}. Run: az account set --subscription ${AZURE_SUBSCRIPTION_ID}"
fi
stop_on_problems

# --- providers and region -----------------------------------------------------------------------------------------------------
for provider in Microsoft.AlertsManagement Microsoft.Consumption Microsoft.EventGrid Microsoft.Insights Microsoft.KeyVault Microsoft.Logic \
  Microsoft.ManagedIdentity Microsoft.OperationalInsights Microsoft.Storage Microsoft.Web Microsoft.DurableTask; do
  [ "$provider" != Microsoft.DurableTask ] || [ "${OPS_DURABLE_BACKEND:-DurableTaskScheduler}" = DurableTaskScheduler ] || continue
  state=$(az provider show --namespace "$provider" --query registrationState --output tsv 2>/dev/null) || state=unknown
  [ "$state" = Registered ] || problem "the provider $provider is $state. Run: az provider register --namespace $provider --wait"
done

location=${AZURE_LOCATION:-}
plain() { tr '[:upper:]' '[:lower:]' | tr -d ' '; }
if [ -z "$location" ]; then
  problem 'no region is chosen. Run: azd env set AZURE_LOCATION <region>'
else
  az functionapp list-flexconsumption-locations --query '[].name' --output tsv | plain | grep -qx "$location" ||
    problem "$location has no Flex Consumption. Those that have: az functionapp list-flexconsumption-locations --output table"
  az functionapp list-flexconsumption-runtimes --location "$location" --runtime dotnet-isolated --query '[].version' --output tsv 2>/dev/null | grep -qx '10.0' ||
    problem "Flex Consumption in $location does not run .NET 10 (dotnet-isolated 10.0)"
  if [ "${OPS_DURABLE_BACKEND:-DurableTaskScheduler}" = DurableTaskScheduler ]; then
    az provider show --namespace Microsoft.DurableTask --query "resourceTypes[?resourceType=='schedulers'].locations[]" --output tsv | plain | grep -qx "$location" ||
      problem "$location has no Durable Task Scheduler. Another region, or: azd env set OPS_DURABLE_BACKEND AzureStorage"
  fi
fi

# --- what only you know -------------------------------------------------------------------------------------------------------
case ${OPS_TEAMS_WEBHOOK:-} in
  https://*) ;;
  *) problem 'OPS_TEAMS_WEBHOOK is not the https address of a Teams workflow. Run: azd env set OPS_TEAMS_WEBHOOK <address>' ;;
esac
case ${OPS_ON_CALL_EMAIL:-} in
  *?@?*) ;;
  *) problem 'OPS_ON_CALL_EMAIL is nobody. Somebody must hear when the automation itself is ill. Run: azd env set OPS_ON_CALL_EMAIL <address>' ;;
esac
[ -n "${OPS_DEAD_MAN_URL:-}" ] || say 'note: OPS_DEAD_MAN_URL is not set, so nobody is told when the whole region is gone'
[ "${OPS_PRIVATE_NETWORK:-false}" = false ] || say 'note: with OPS_PRIVATE_NETWORK this machine must reach the private endpoints, or the secrets cannot be made'
stop_on_problems

# --- what can be made out here ------------------------------------------------------------------------------------------------
# A budget cannot change its first day, so it is kept.
[ -n "${OPS_BUDGET_START:-}" ] || azd env set OPS_BUDGET_START "$(date -u +%Y-%m-01)"

# Purge protection keeps the name of a deleted vault: a vault of this environment that was deleted is taken back.
deleted=$(az keyvault list-deleted --resource-type vault --query "[?properties.tags.\"azd-env-name\"=='${AZURE_ENV_NAME}'].name | [0]" --output tsv 2>/dev/null) || deleted=''
if [ -n "$deleted" ]; then
  say "the vault $deleted was deleted and is taken back"
  azd env set OPS_VAULT_CREATE_MODE recover
else
  azd env set OPS_VAULT_CREATE_MODE default
fi

"$(dirname "$0")/entra.sh"
say 'ready to provision'
