// Anchors of the audit chain: a blob a day that nobody can change or delete before its time is over. The writer may add a blob
// and read it back; it has no right to write over one, and the container would refuse. The operator identity has no right here.

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('What makes names unique.')
param token string

@description('Principal of the identity that writes anchors.')
param ingressPrincipalId string

@description('Days for which a blob can be neither changed nor deleted.')
param retentionDays int

resource account 'Microsoft.Storage/storageAccounts@2026-06-01' = {
  name: 'staudit${token}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: 'Standard_ZRS'
  }
  properties: {
    accessTier: 'Cool'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2026-06-01' = {
  parent: account
  name: 'default'
  properties: {}
}

resource anchors 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-06-01' = {
  parent: blobs
  name: 'anchors'
  properties: {
    publicAccess: 'None'
  }
}

// Not locked here: a locked policy outlives every `azd down`. docs/deploy.md tells how to lock it in production, once and for all.
resource worm 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2026-06-01' = {
  parent: anchors
  name: 'default'
  properties: {
    immutabilityPeriodSinceCreationInDays: retentionDays
    allowProtectedAppendWrites: false
  }
}

resource writeOnce 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'ops-audit-write-once')
  properties: {
    roleName: 'OpsAutomation audit anchor writer (${token})'
    description: 'Adds a blob and reads it. Overwriting, deleting and appending are not in it.'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: []
        notActions: []
        dataActions: [
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action'
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'
        ]
        notDataActions: []
      }
    ]
  }
}

resource writer 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(anchors.id, ingressPrincipalId, writeOnce.id)
  scope: anchors
  properties: {
    principalId: ingressPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: writeOnce.id
  }
}

output accountName string = account.name
output anchorsUrl string = '${account.properties.primaryEndpoints.blob}${anchors.name}'
