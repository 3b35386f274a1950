// The dead-man's switch. A workflow that shares nothing with the functions asks every five minutes how they are (health fails
// while synthetic alerts do not get through) and only then pings an outside service. When the pings stop - health failed, the
// workflow broke, the region is gone - that service pages.

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('What makes names unique.')
param token string

@description('Identity that asks; it has no role anywhere.')
param watcherId string

@description('Our health.')
param healthUrl string

@description('Audience of the sign-in in front of it.')
param audience string

@description('What is pinged; a secret.')
@secure()
param switchUrl string

resource watch 'Microsoft.Logic/workflows@2017-07-01' = {
  name: 'logic-ops-dead-man-${token}'
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${watcherId}': {}
    }
  }
  properties: {
    state: 'Enabled'
    definition: {
      '$schema': 'https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#'
      contentVersion: '1.0.0.0'
      parameters: {
        switchUrl: {
          type: 'SecureString'
        }
      }
      triggers: {
        every5Minutes: {
          type: 'Recurrence'
          recurrence: {
            frequency: 'Minute'
            interval: 5
          }
        }
      }
      actions: {
        health: {
          type: 'Http'
          runAfter: {}
          inputs: {
            method: 'GET'
            uri: healthUrl
            authentication: {
              type: 'ManagedServiceIdentity'
              identity: watcherId
              audience: audience
            }
          }
        }
        ping: {
          type: 'Http'
          runAfter: {
            health: ['Succeeded']
          }
          runtimeConfiguration: {
            secureData: {
              properties: ['inputs']
            }
          }
          inputs: {
            method: 'GET'
            uri: '@parameters(\'switchUrl\')'
          }
        }
      }
    }
    parameters: {
      switchUrl: {
        value: switchUrl
      }
    }
  }
}
