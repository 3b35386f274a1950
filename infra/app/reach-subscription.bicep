// What the two identities may read in the whole subscription.
targetScope = 'subscription'

@description('Principal of the ingress identity.')
param ingressPrincipalId string

@description('Principal of the operator identity.')
param operatorPrincipalId string

@description('Id of the role that reads signals.')
param readerRoleId string

@description('Id of the role that reads locks, operations under way and the activity log.')
param operatorSubscriptionRoleId string

resource signals 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(subscription().id, ingressPrincipalId, readerRoleId)
  properties: {
    principalId: ingressPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: readerRoleId
  }
}

resource surroundings 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(subscription().id, operatorPrincipalId, operatorSubscriptionRoleId)
  properties: {
    principalId: operatorPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: operatorSubscriptionRoleId
  }
}
