#!/bin/sh
# Publishes the azure flavor into a folder, and refuses a package without functions: a deployment of one "succeeds" and never fires.
# usage: publish.sh FOLDER
set -eu
folder=$1
dotnet publish functions -c Release -o "$folder" -nologo
for file in functions.metadata extensions.json host.json catalog/guardrails.yaml; do
  [ -s "$folder/$file" ] || { echo "the package lacks $file" >&2; exit 1; }
done
for function in AlertIngress AlertReceived ResourceEventReceived IncidentOrchestrator Sweeper Reconciler; do
  grep -q "\"name\": *\"$function\"" "$folder/functions.metadata" || { echo "the package lacks the function $function" >&2; exit 1; }
done
if ls "$folder" | grep -q 'OpsAutomation\.WorkerApi'; then
  echo 'the package holds the embedded flavor' >&2
  exit 1
fi
