// What the two identities may do in one resource group that is watched: ingress reads and measures, operator acts.

@description('Principal of the ingress identity.')
param ingressPrincipalId string

@description('Principal of the operator identity.')
param operatorPrincipalId string

@description('Id of the role that the catalogue needs.')
param operatorRoleId string

var monitoringReader = '43d0d8ad-25c7-4714-9337-8ba259a9fe05'

resource measures 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, ingressPrincipalId, monitoringReader)
  properties: {
    principalId: ingressPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringReader)
  }
}

resource acts 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, operatorPrincipalId, operatorRoleId)
  properties: {
    principalId: operatorPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: operatorRoleId
  }
}
