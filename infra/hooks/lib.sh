# shellcheck shell=sh
# What the hooks share. POSIX sh; sourced, not run. A hook never prints a secret, and none is ever an argument of a program,
# where every user of the machine could read it.

umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Pauses between attempts, in seconds; tests set it to 0.
pause=${OPS_HOOK_PAUSE:-15}
problems=0

say() { printf '%s\n' "$*"; }
problem() {
  problems=$((problems + 1))
  printf 'PROBLEM: %s\n' "$*" >&2
}
fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}
stop_on_problems() {
  [ "$problems" -eq 0 ] || fail "$problems problem(s); nothing was changed. Mend them and run azd up again."
}
have() { command -v "$1" >/dev/null 2>&1; }

# need NAME: stops when azd does not give this variable.
need() {
  eval "needed=\${$1:-}"
  # shellcheck disable=SC2154 # given by eval
  [ -n "$needed" ] || fail "azd does not know $1; run azd provision first."
}

# at_least WANTED GIVEN: whether a version is not older.
at_least() {
  [ "$(printf '%s\n%s\n' "$1" "$2" | sort -t . -k 1,1n -k 2,2n -k 3,3n | head -n 1)" = "$1" ]
}

# again TIMES COMMAND…: until it succeeds.
again() {
  times=$1
  shift
  attempt=1
  while ! "$@"; do
    [ "$attempt" -lt "$times" ] || return 1
    attempt=$((attempt + 1))
    sleep "$pause"
  done
}

secret_exists() { az keyvault secret show --vault-name "$OPS_KEY_VAULT" --name "$1" --query id --output tsv >/dev/null 2>"$work/error"; }

# The vault can be asked: its answer to a list is no refusal. A role that was just given takes minutes to be known.
vault_opens() { az keyvault secret list --vault-name "$OPS_KEY_VAULT" --maxresults 1 --output none 2>"$work/error"; }

make_secret() {
  openssl rand -base64 32 | tr -d '\n' >"$work/value"
  az keyvault secret set --vault-name "$OPS_KEY_VAULT" --name "$1" --file "$work/value" --encoding utf-8 --output none --only-show-errors || return 1
  rm -f "$work/value"
}

# ensure_secrets: makes the key that signs links and the secrets of sources where they are absent; existing ones stay.
made=0
ensure_secrets() {
  again 12 vault_opens || {
    cat "$work/error" >&2
    fail "the vault $OPS_KEY_VAULT cannot be read. Who deploys needs the role Key Vault Secrets Officer (azd gives it to AZURE_PRINCIPAL_ID), and a way to it where privateNetwork is on."
  }
  for secret in "link-key-${OPS_LINK_KEY_ID:-k1}" $(printf '%s' "${OPS_SOURCES_WITH_SECRET:-[]}" | tr -d '[]" ' | tr ',' '\n' | sed 's/.*/source-&-0/'); do
    if secret_exists "$secret"; then
      say "secret $secret is there"
    elif make_secret "$secret"; then
      made=$((made + 1))
      say "secret $secret was made"
    else
      fail "the secret $secret cannot be written to $OPS_KEY_VAULT"
    fi
  done
}

# What only its owner has cannot be made: it is asked for.
channel_secrets_are_there() {
  for setting in $(printf '%s' "${OPS_CHANNEL_SECRETS:-[]}" | tr -d '[]" ' | tr ',' ' '); do
    secret=channel-$(printf '%s' "$setting" | sed 's/__/-/g' | tr '[:upper:]' '[:lower:]')
    secret_exists "$secret" ||
      problem "the secret $secret, for Ops__Channels__$setting, is not in the vault. Write it to a file: az keyvault secret set --vault-name $OPS_KEY_VAULT --name $secret --file <file>"
  done
  if [ "${OPS_PROMETHEUS_TOKEN_IN_VAULT:-false}" = true ] && ! secret_exists prometheus-token; then
    problem "the secret prometheus-token, for Ops__PrometheusToken, is not in the vault. Write it to a file: az keyvault secret set --vault-name $OPS_KEY_VAULT --name prometheus-token --file <file>"
  fi
  [ "$problems" -eq 0 ] || fail "$problems secret(s) are missing; set them and run azd up again."
}

# Key Vault references are resolved when the app starts or is told to; else a new secret would be seen a day later.
refresh_references() {
  az rest --method post --only-show-errors --output none \
    --url "https://management.azure.com/subscriptions/$AZURE_SUBSCRIPTION_ID/resourceGroups/$AZURE_RESOURCE_GROUP/providers/Microsoft.Web/sites/$OPS_FUNCTION_APP/config/configreferences/appsettings/refresh?api-version=2022-03-01"
}
