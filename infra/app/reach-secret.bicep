// One secret that the operator identity may publish a new version of. It reads no value, there or anywhere.

@description('Name of the vault.')
param vaultName string

@description('Name of the secret.')
param secretName string

@description('Principal of the operator identity.')
param operatorPrincipalId string

@description('Id of the role.')
param operatorDataRoleId string

resource vault 'Microsoft.KeyVault/vaults@2026-05-15' existing = {
  name: vaultName
}

resource secret 'Microsoft.KeyVault/vaults/secrets@2026-05-15' existing = {
  parent: vault
  name: secretName
}

resource publishes 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(secret.id, operatorPrincipalId, operatorDataRoleId)
  scope: secret
  properties: {
    principalId: operatorPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: operatorDataRoleId
  }
}
