// The vault of keys that sign links, secrets of senders and the address of the Teams workflow. Roles instead of access
// policies; purge protection, so that nobody can make a signature unverifiable for good.

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('What makes names unique.')
param token string

@description('Principal of the ingress identity, which reads secrets.')
param ingressPrincipalId string

@description('Object id of who deploys and makes the first secrets; empty for nobody.')
param deployerId string

@description('Kind of deployerId.')
param deployerType string

@description('Webhook of the Teams workflow.')
@secure()
param teamsWebhookUrl string

@description('default, or recover where a deleted vault holds the name.')
param createMode string

@description('Whether the vault answers from outside the network.')
param publicAccess bool

@description('Workspace that gets the log of every access.')
param workspaceId string

var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'
var secretsOfficer = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'

resource vault 'Microsoft.KeyVault/vaults@2026-05-15' = {
  name: 'kv-ops-${token}'
  location: location
  tags: tags
  properties: {
    createMode: createMode
    enablePurgeProtection: true
    enableRbacAuthorization: true
    enableSoftDelete: true
    publicNetworkAccess: publicAccess ? 'enabled' : 'disabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: publicAccess ? 'Allow' : 'Deny'
    }
    sku: {
      family: 'A'
      name: 'standard'
    }
    softDeleteRetentionInDays: 90
    tenantId: tenant().tenantId
  }
}

resource teamsWebhook 'Microsoft.KeyVault/vaults/secrets@2026-05-15' = {
  parent: vault
  name: 'teams-webhook'
  tags: tags
  properties: {
    contentType: 'address of a Teams workflow'
    value: teamsWebhookUrl
  }
}

resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, ingressPrincipalId, secretsUser)
  scope: vault
  properties: {
    principalId: ingressPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}

resource deployer 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerId)) {
  name: guid(vault.id, deployerId, secretsOfficer)
  scope: vault
  properties: {
    principalId: deployerId
    principalType: deployerType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficer)
  }
}

// The one stable version, 2016-09-01, has no category groups; every service documents this one.
#disable-next-line use-recent-api-versions
resource accessLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'audit'
        enabled: true
      }
    ]
  }
}

output id string = vault.id
output name string = vault.name
output uri string = vault.properties.vaultUri
