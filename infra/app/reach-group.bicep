// What the operator identity may change in one resource group, and read beside it.

@description('Principal of the operator identity.')
param operatorPrincipalId string

@description('Id of the role that changes targets of playbooks.')
param operatorRoleId string

@description('Id of the role that reads what stands beside them.')
param operatorGroupRoleId string

resource acts 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [operatorRoleId, operatorGroupRoleId]: {
    name: guid(resourceGroup().id, operatorPrincipalId, role)
    properties: {
      principalId: operatorPrincipalId
      principalType: 'ServicePrincipal'
      #disable-next-line use-resource-id-functions // One of two parameters.
      roleDefinitionId: role
    }
  }
]
