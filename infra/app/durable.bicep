// Durable Task Scheduler and our hub in it. Entered with an identity alone; finished runs go after a month, since our own
// records hold what has to be kept.

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('What makes names unique.')
param token string

@description('Principal of the ingress identity.')
param ingressPrincipalId string

var dataContributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402'

resource scheduler 'Microsoft.DurableTask/schedulers@2026-02-01' = {
  name: 'dts-ops-${token}'
  location: location
  tags: tags
  properties: {
    // An empty list refuses everybody. The addresses of Flex Consumption are not fixed; the identity is what protects it.
    ipAllowlist: ['0.0.0.0/0']
    publicNetworkAccess: 'Enabled'
    sku: {
      name: 'Consumption'
    }
  }
}

// The name is hubName in host.json.
resource hub 'Microsoft.DurableTask/schedulers/taskHubs@2026-02-01' = {
  parent: scheduler
  name: 'opsautomation'
  properties: {}
}

resource retention 'Microsoft.DurableTask/schedulers/retentionPolicies@2026-02-01' = {
  parent: scheduler
  name: 'default'
  properties: {
    retentionPolicies: [
      {
        retentionPeriodInDays: 30
      }
    ]
  }
}

resource ingressAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(hub.id, ingressPrincipalId, dataContributor)
  scope: hub
  properties: {
    principalId: ingressPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataContributor)
  }
}

output endpoint string = scheduler.properties.endpoint
