// The function app on Flex Consumption. Ingress runs it; operator is attached too, and asked for by name where the code acts.

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('What makes names unique.')
param token string

@description('Name of the app.')
param name string

@description('Ids of the identities that the app may use.')
param identityIds array

@description('Id of the ingress identity, which opens secrets and the package.')
param ingressId string

@description('Its client id.')
param ingressClientId string

@description('Client id of the operator identity.')
param operatorClientId string

@description('Object id of the operator identity: the activity log names it so, and what it did is never taken for a person\'s.')
param operatorPrincipalId string

@description('Client id of the identity that asks for our health.')
param watcherClientId string

@description('Account of records, package and host state.')
param stateAccountName string

@description('Address of the container that anchors of the audit chain go to.')
param anchorsUrl string

@description('Container of the package.')
param deploymentContainer string

@description('Connection string of Application Insights; not a secret, since local authentication is off.')
param insightsConnectionString string

@description('Endpoint of Durable Task Scheduler; empty: orchestrations are kept in the storage account.')
param schedulerEndpoint string

@description('Endpoint of our topic.')
param topicEndpoint string

@description('Address of the vault.')
param vaultUri string

@description('Origin of every link.')
param publicOrigin string

@description('Environment that links and plans are bound to.')
param environmentName string

@description('Client id of the application that people sign in with.')
param authClientId string

@description('Audience of the tokens of action groups.')
param webhookAudience string

@description('Id of the key that signs links.')
param linkKeyId string

@description('Sources with a secret in the vault.')
param sourcesWithSecret array

@description('Address of the Prometheus server that objectives are measured by; empty for none.')
param prometheusAddress string

@description('Whether the vault holds its bearer token as prometheus-token.')
param prometheusHasToken bool

@description('Settings of channels that are no secrets.')
param channelSettings object

@description('Settings of channels that are secrets.')
param channelSecrets array

@description('Client ids of applications that may ask the API.')
param callers array

@description('Subnet to go out through; empty for none.')
param subnetId string

@description('Workspace that gets the log of sign-ins.')
param workspaceId string

// The client of `az`, for the hook that asks what became of its alert.
var azureCliClientId = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'

// Senders cannot sign in: they prove themselves to the intake, each in its own way. No wildcard: every source by name, and Event Grid's door.
var intakePaths = map(loadYamlContent('../../catalog/sources.yaml').sources, source => '/api/alerts/${source.name}')
var exemptPaths = concat(['/runtime/webhooks/eventgrid'], intakePaths)

var sourceSettings = toObject(
  sourcesWithSecret,
  source => 'Ops__SourceKeys__${replace(source, '-', '_')}__0',
  source => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/source-${source}-0/)'
)

var channels = union(
  toObject(items(channelSettings), setting => 'Ops__Channels__${setting.key}', setting => string(setting.value)),
  toObject(
    channelSecrets,
    name => 'Ops__Channels__${name}',
    name => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/channel-${toLower(replace(name, '__', '-'))}/)'
  )
)

// host.json is for Durable Task Scheduler; these turn it into one for Azure Storage.
var durableSettings = empty(schedulerEndpoint)
  ? {
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'AzureStorage'
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionName: 'AzureWebJobsStorage'
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__maxQueuePollingInterval: '00:00:02'
    }
  : {
      DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};TaskHub=opsautomation;Authentication=ManagedIdentity;ClientID=${ingressClientId}'
    }

var settings = {
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD;ClientId=${ingressClientId}'
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  AZURE_CLIENT_ID: ingressClientId
  AzureWebJobsStorage__accountName: stateAccountName
  AzureWebJobsStorage__clientId: ingressClientId
  AzureWebJobsStorage__credential: 'managedidentity'
  Ops__ActionGroups__Audience: webhookAudience
  Ops__ActionGroups__Tenant: tenant().tenantId
  Ops__Anchors: anchorsUrl
  Ops__EnvironmentName: environmentName
  Ops__LinkKeys__0__Id: linkKeyId
  // The address, not a reference: every version of the secret is a key of the ring, and the service reads them itself.
  Ops__LinkKeys__0__Secret: '${vaultUri}secrets/link-key-${linkKeyId}'
  Ops__OperatorClientId: operatorClientId
  Ops__OwnIdentities__0: operatorPrincipalId
  Ops__PrometheusAddress: prometheusAddress
  Ops__PrometheusToken: prometheusHasToken ? '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/prometheus-token/)' : ''
  Ops__PublicOrigin: publicOrigin
  Ops__Records: 'https://${stateAccountName}.table.${environment().suffixes.storage}'
  // Whom a playbook asks is the catalogue's to say; operating needs an app role, Ops.Operator or Ops.Admin.
  Ops__RoleOfSignedIn: 'Approver'
  Ops__SignInPath: '/.auth/login/aad'
  Ops__SyntheticEvery: '00:05:00'
  Ops__SyntheticObjective: '0.99'
  Ops__SyntheticWindow: '7.00:00:00'
  Ops__SyntheticWithin: '00:01:00'
  Ops__TeamsWebhook: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/teams-webhook/)'
  Ops__TopicEndpoint: topicEndpoint
  OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID: ingressClientId
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: 'plan-ops-${token}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  // azd finds the app that it deploys to by this tag: the key of the service in azure.yaml.
  tags: union(tags, { 'azd-service-name': 'functions' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: toObject(identityIds, id => id, id => {})
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: ingressId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: 'https://${stateAccountName}.blob.${environment().suffixes.storage}/${deploymentContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: ingressId
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: 40
        // One instance that is never cold takes alerts; everything else may sleep.
        alwaysReady: [
          {
            name: 'http'
            instanceCount: 1
          }
        ]
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      http20Enabled: true
    }
  }

  resource configuration 'config' = {
    name: 'appsettings'
    properties: union(settings, sourceSettings, channels, durableSettings)
  }

  resource signIn 'config' = {
    name: 'authsettingsV2'
    properties: {
      platform: {
        enabled: true
      }
      globalValidation: {
        requireAuthentication: true
        unauthenticatedClientAction: 'Return401'
        excludedPaths: exemptPaths
      }
      httpSettings: {
        requireHttps: true
      }
      identityProviders: {
        azureActiveDirectory: {
          enabled: true
          registration: {
            clientId: authClientId
            // No client secret: the identity's own token stands in for one.
            clientSecretSettingName: 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'
            openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
          }
          validation: {
            allowedAudiences: [
              authClientId
              'api://${authClientId}'
            ]
            defaultAuthorizationPolicy: {
              allowedApplications: concat(
                [
                  authClientId
                  azureCliClientId
                  watcherClientId
                ],
                callers
              )
            }
          }
        }
      }
      login: {
        tokenStore: {
          enabled: false
        }
      }
    }
  }
}

// The one stable version, 2016-09-01, has no category groups; every service documents this one.
#disable-next-line use-recent-api-versions
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: app
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AppServiceAuthenticationLogs'
        enabled: true
      }
    ]
  }
}

output id string = app.id
output name string = app.name
output hostName string = app.properties.defaultHostName
