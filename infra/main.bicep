// Everything that one environment needs, at subscription scope: `azd up` applies this file, then infra/events.bicep once the
// functions are listed. Nothing here returns a secret, and no resource has a key that opens it: identities do.
targetScope = 'subscription'

@description('Name of the azd environment; part of every name and tag.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('Region of everything that has one. It must offer Flex Consumption and, unless durableBackend says otherwise, Durable Task Scheduler; the pre-provision hook checks both.')
param location string

@description('Object id of who deploys; may write secrets to the vault, for the hook that makes the signing key. Empty: nobody may.')
param principalId string = ''

@description('Kind of principalId.')
@allowed(['User', 'ServicePrincipal'])
param principalType string = 'User'

@description('Where orchestrations are kept. Azure Storage costs nothing at rest and is slower.')
@allowed(['DurableTaskScheduler', 'AzureStorage'])
param durableBackend string = 'DurableTaskScheduler'

@description('Origin of every link that is sent, such as https://ops.example.com. Empty: the host name of the function app.')
param publicOrigin string = ''

@description('Client id of the Entra application that people sign in with.')
param authClientId string

@description('Application id URI of the Entra application that the secure webhook of action groups asks a token for.')
param webhookAudience string

@description('Object id of that application.')
param webhookObjectId string

@description('Webhook of the Teams workflow that posts to the channel; the address is the secret.')
@secure()
param teamsWebhookUrl string

@description('Who is told when the automation itself is ill. Not through the automation.')
param onCallEmail string

@description('A second way to those people that does not need us, such as the https address of an incident service. Empty: e-mail alone.')
@secure()
param onCallWebhookUrl string = ''

@description('Address of an external dead-man\'s switch that pages when its pings stop. Empty: there is none, and nobody is told when the whole region is gone.')
@secure()
param deadManUrl string = ''

@description('Resource groups of this subscription that automation may act in. Empty: it may act on nothing.')
param watchedResourceGroups array = []

@description('Secrets that automation may publish new versions of: {resourceGroup, vault, secret} each.')
param publishedSecrets array = []

@description('App Configuration stores whose flags automation may turn off: {resourceGroup, store} each.')
param flagStores array = []

@description('Sources of catalog/sources.yaml that have a secret in the vault, source-{name}-0. The hook makes those that are absent.')
param sourcesWithSecret array = ['deployment']

@description('Address of the Prometheus server that objectives are measured by, such as the query endpoint of an Azure Monitor workspace; empty for none.')
param prometheusAddress string = ''

@description('Whether the vault holds its bearer token as prometheus-token. The managed one of Azure needs none.')
param prometheusHasToken bool = false

@description('Settings of other channels that are no secrets, such as {Mail__Host: \'smtp.example.com\'} (docs/channels.md).')
param channelSettings object = {}

@description('Settings of channels that are secrets, such as Slack__WebhookUrl. The hook says where in the vault each is looked for.')
param channelSecrets array = []

@description('Client ids of applications that may ask the API beside people, such as the one that a pipeline deploys with.')
param callers array = []

@description('Id of the key that signs links; its secret is link-key-{id}.')
@minLength(1)
@maxLength(32)
param linkKeyId string = 'k1'

@description('Budget of a month in the currency of the subscription.')
@minValue(1)
param budgetAmount int = 200

@description('First day of the budget, the first of a month. It cannot be changed later, so the hook keeps it in the environment.')
param budgetStart string

@description('Days for which an audit anchor can be neither changed nor deleted.')
@minValue(1)
@maxValue(3650)
param auditRetentionDays int = 365

@description('Whether state is reached through private endpoints alone.')
param privateNetwork bool = false

@description('Whether the vault takes the place of one that was deleted; purge protection keeps the name of a deleted one. The hook knows.')
@allowed(['default', 'recover'])
param vaultCreateMode string = 'default'

var tags = {
  'azd-env-name': environmentName
  workload: 'opsautomation'
}
var token = toLower(uniqueString(subscription().subscriptionId, environmentName, location))
var functionAppName = 'func-ops-${token}'
var origin = empty(publicOrigin) ? 'https://${functionAppName}.azurewebsites.net' : publicOrigin

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-ops-${environmentName}'
  location: location
  tags: tags
}

module identities 'app/identities.bicep' = {
  name: 'identities'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
  }
}

module observability 'monitoring/workspace.bicep' = {
  name: 'observability'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    ingressPrincipalId: identities.outputs.ingressPrincipalId
  }
}

module network 'app/network.bicep' = if (privateNetwork) {
  name: 'network'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
  }
}

module state 'app/state.bicep' = {
  name: 'state'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    ingressPrincipalId: identities.outputs.ingressPrincipalId
    publicAccess: !privateNetwork
  }
}

module audit 'app/audit.bicep' = {
  name: 'audit'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    ingressPrincipalId: identities.outputs.ingressPrincipalId
    retentionDays: auditRetentionDays
  }
}

module vault 'app/vault.bicep' = {
  name: 'vault'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    ingressPrincipalId: identities.outputs.ingressPrincipalId
    deployerId: principalId
    deployerType: principalType
    teamsWebhookUrl: teamsWebhookUrl
    createMode: vaultCreateMode
    publicAccess: !privateNetwork
    workspaceId: observability.outputs.workspaceId
  }
}

module topic 'app/topic.bicep' = {
  name: 'topic'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    ingressPrincipalId: identities.outputs.ingressPrincipalId
    stateAccountName: state.outputs.accountName
    deadLetterContainer: state.outputs.deadLetterContainer
    vaultId: vault.outputs.id
    workspaceId: observability.outputs.workspaceId
  }
}

module durable 'app/durable.bicep' = if (durableBackend == 'DurableTaskScheduler') {
  name: 'durable'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    ingressPrincipalId: identities.outputs.ingressPrincipalId
  }
}

module endpoints 'app/endpoints.bicep' = if (privateNetwork) {
  name: 'endpoints'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    subnetId: privateNetwork ? network!.outputs.endpointSubnetId : ''
    networkId: privateNetwork ? network!.outputs.id : ''
    stateAccountId: state.outputs.accountId
    vaultId: vault.outputs.id
  }
}

module app 'app/function.bicep' = {
  name: 'app'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    name: functionAppName
    identityIds: [
      identities.outputs.ingressId
      identities.outputs.operatorId
    ]
    ingressId: identities.outputs.ingressId
    ingressClientId: identities.outputs.ingressClientId
    operatorClientId: identities.outputs.operatorClientId
    operatorPrincipalId: identities.outputs.operatorPrincipalId
    watcherClientId: identities.outputs.watcherClientId
    stateAccountName: state.outputs.accountName
    anchorsUrl: audit.outputs.anchorsUrl
    deploymentContainer: state.outputs.deploymentContainer
    insightsConnectionString: observability.outputs.insightsConnectionString
    schedulerEndpoint: durableBackend == 'DurableTaskScheduler' ? durable!.outputs.endpoint : ''
    topicEndpoint: topic.outputs.endpoint
    vaultUri: vault.outputs.uri
    publicOrigin: origin
    environmentName: environmentName
    authClientId: authClientId
    webhookAudience: webhookAudience
    linkKeyId: linkKeyId
    sourcesWithSecret: sourcesWithSecret
    prometheusAddress: prometheusAddress
    prometheusHasToken: prometheusHasToken
    channelSettings: channelSettings
    channelSecrets: channelSecrets
    callers: callers
    subnetId: privateNetwork ? network!.outputs.appSubnetId : ''
    workspaceId: observability.outputs.workspaceId
  }
}

module roles 'app/operator-role.bicep' = {
  name: 'roles'
  params: {
    environmentName: environmentName
  }
}

// Reading signals, locks and the activity log goes over the whole subscription; changing anything does not.
module reachSubscription 'app/reach-subscription.bicep' = {
  name: 'reach-subscription'
  params: {
    ingressPrincipalId: identities.outputs.ingressPrincipalId
    operatorPrincipalId: identities.outputs.operatorPrincipalId
    readerRoleId: roles.outputs.readerRoleId
    operatorSubscriptionRoleId: roles.outputs.operatorSubscriptionRoleId
  }
}

module reachGroups 'app/reach-group.bicep' = [
  for watched in watchedResourceGroups: {
    name: 'reach-${uniqueString(watched)}'
    scope: resourceGroup(watched)
    params: {
      operatorPrincipalId: identities.outputs.operatorPrincipalId
      operatorRoleId: roles.outputs.operatorRoleId
      operatorGroupRoleId: roles.outputs.operatorGroupRoleId
    }
  }
]

module reachSecrets 'app/reach-secret.bicep' = [
  for published in publishedSecrets: {
    name: 'reach-secret-${uniqueString(published.resourceGroup, published.vault, published.secret)}'
    scope: resourceGroup(published.resourceGroup)
    params: {
      vaultName: published.vault
      secretName: published.secret
      operatorPrincipalId: identities.outputs.operatorPrincipalId
      operatorDataRoleId: roles.outputs.operatorDataRoleId
    }
  }
]

module reachStores 'app/reach-store.bicep' = [
  for flags in flagStores: {
    name: 'reach-store-${uniqueString(flags.resourceGroup, flags.store)}'
    scope: resourceGroup(flags.resourceGroup)
    params: {
      storeName: flags.store
      operatorPrincipalId: identities.outputs.operatorPrincipalId
      operatorDataRoleId: roles.outputs.operatorDataRoleId
    }
  }
]

module actionGroups 'alerts/groups.bicep' = {
  name: 'action-groups'
  scope: group
  params: {
    tags: tags
    token: token
    intakeUrl: 'https://${app.outputs.hostName}/api/alerts/azure-monitor'
    webhookAudience: webhookAudience
    webhookObjectId: webhookObjectId
    onCallEmail: onCallEmail
    onCallWebhookUrl: onCallWebhookUrl
  }
}

module rules 'alerts/rules.bicep' = {
  name: 'alert-rules'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    intakeGroupId: actionGroups.outputs.intakeId
    workspaceId: observability.outputs.workspaceId
    stateAccountId: state.outputs.accountId
  }
}

module budget 'alerts/budget.bicep' = {
  name: 'budget'
  params: {
    environmentName: environmentName
    amount: budgetAmount
    start: budgetStart
    intakeGroupId: actionGroups.outputs.intakeId
    onCallEmail: onCallEmail
  }
}

module ourselves 'monitoring/ourselves.bicep' = {
  name: 'ourselves'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    bypassGroupId: actionGroups.outputs.bypassId
    workspaceId: observability.outputs.workspaceId
    insightsId: observability.outputs.insightsId
    functionAppId: app.outputs.id
    topicId: topic.outputs.id
    intakeUrl: 'https://${app.outputs.hostName}/api/alerts/azure-monitor'
  }
}

module deadMan 'monitoring/dead-man.bicep' = if (!empty(deadManUrl)) {
  name: 'dead-man'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    watcherId: identities.outputs.watcherId
    healthUrl: 'https://${app.outputs.hostName}/api/health'
    audience: 'api://${authClientId}'
    switchUrl: deadManUrl
  }
}

module workbook 'monitoring/workbook.bicep' = {
  name: 'workbook'
  scope: group
  params: {
    location: location
    tags: tags
    workspaceId: observability.outputs.workspaceId
  }
}

// Read by azd, which keeps them in the environment, and by the hooks.
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_LOCATION string = location
output AZURE_TENANT_ID string = tenant().tenantId
output OPS_FUNCTION_APP string = app.outputs.name
output OPS_FUNCTION_HOST string = app.outputs.hostName
output OPS_PUBLIC_ORIGIN string = origin
output OPS_KEY_VAULT string = vault.outputs.name
output OPS_TOPIC string = topic.outputs.name
output OPS_SYSTEM_TOPICS array = topic.outputs.systemTopics
output OPS_STATE_ACCOUNT string = state.outputs.accountName
output OPS_DEAD_LETTER_CONTAINER string = state.outputs.deadLetterContainer
output OPS_AUDIT_ACCOUNT string = audit.outputs.accountName
output OPS_INGRESS_CLIENT_ID string = identities.outputs.ingressClientId
output OPS_INGRESS_PRINCIPAL_ID string = identities.outputs.ingressPrincipalId
output OPS_OPERATOR_PRINCIPAL_ID string = identities.outputs.operatorPrincipalId
output OPS_SOURCES_WITH_SECRET array = sourcesWithSecret
output OPS_CHANNEL_SECRETS array = channelSecrets
output OPS_LINK_KEY_ID string = linkKeyId
