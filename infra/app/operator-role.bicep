// The role of the operator identity: exactly the operations that the playbooks of the catalogue need. `ops permissions` prints
// it from the catalogue; whoever changes a playbook prints it again.
targetScope = 'subscription'

@description('Name of the environment; two environments of one subscription have a role each.')
param environmentName string

resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'ops-operator', environmentName)
  properties: {
    roleName: 'OpsAutomation operator (${environmentName})'
    description: 'What the playbooks of the catalogue do, and nothing else.'
    assignableScopes: [subscription().id]
    permissions: [
      {
        actions: [
          'Microsoft.Resources/subscriptions/resourceGroups/read'
        ]
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
  }
}

output id string = role.id
