// One App Configuration store whose flags the operator identity may turn off.

@description('Name of the store.')
param storeName string

@description('Principal of the operator identity.')
param operatorPrincipalId string

@description('Id of the role.')
param operatorDataRoleId string

resource store 'Microsoft.AppConfiguration/configurationStores@2024-06-01' existing = {
  name: storeName
}

resource flags 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(store.id, operatorPrincipalId, operatorDataRoleId)
  scope: store
  properties: {
    principalId: operatorPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: operatorDataRoleId
  }
}
