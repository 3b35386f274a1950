// One environment with everything in it that a parameter can ask for. What the compiler makes of it stands in
// sample.snapshot.json, so that a change of infra/ shows as a change of resources in a review. After a change of infra/:
//   bicep snapshot tests/Infra/sample.bicepparam --subscription-id 00000000-0000-0000-0000-000000000001 \
//     --tenant-id 00000000-0000-0000-0000-000000000002 --location westeurope
using '../../infra/main.bicep'

param environmentName = 'sample'
param location = 'westeurope'
param principalId = '00000000-0000-0000-0000-00000000000d'
param authClientId = '00000000-0000-0000-0000-00000000000a'
param webhookAudience = 'api://ops-webhook-sample'
param webhookObjectId = '00000000-0000-0000-0000-00000000000b'
param teamsWebhookUrl = 'https://teams.invalid/secret-of-teams'
param onCallEmail = 'oncall@example.com'
param onCallWebhookUrl = 'https://paging.invalid/secret-of-paging'
param deadManUrl = 'https://switch.invalid/secret-of-switch'
param budgetStart = '2026-01-01'
param watchedResourceGroups = ['rg-shop']
param publishedSecrets = [{ resourceGroup: 'rg-shop', vault: 'kv-shop', secret: 'sql' }]
param flagStores = [{ resourceGroup: 'rg-shop', store: 'appcs-shop' }]
param channelSettings = { Mail__Host: 'smtp.example.com' }
param channelSecrets = ['Slack__WebhookUrl']
param privateNetwork = true
