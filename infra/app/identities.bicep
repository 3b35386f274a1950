// Who we are, three times. Ingress runs the functions: state, topic, secrets, reading metrics. Operator acts on the resources
// of others, and has nothing here: what acts cannot touch what was written about it. Watcher only asks how we are.

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('What makes names unique.')
param token string

resource ingress 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-ops-ingress-${token}'
  location: location
  tags: tags
}

resource operator 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-ops-operator-${token}'
  location: location
  tags: tags
}

resource watcher 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-ops-watcher-${token}'
  location: location
  tags: tags
}

output ingressId string = ingress.id
output ingressClientId string = ingress.properties.clientId
output ingressPrincipalId string = ingress.properties.principalId
output operatorId string = operator.id
output operatorClientId string = operator.properties.clientId
output operatorPrincipalId string = operator.properties.principalId
output watcherId string = watcher.id
output watcherClientId string = watcher.properties.clientId
