// Two action groups. One brings alerts to our intake, with a token of Entra ID instead of a secret in the address. The other
// goes to people directly: what says that the automation is ill must not need it.

@description('Tags of every resource.')
param tags object

@description('What makes names unique.')
param token string

@description('Where alerts of Azure Monitor are taken in.')
param intakeUrl string

@description('Application id URI that the webhook asks a token for.')
param webhookAudience string

@description('Object id of that application.')
param webhookObjectId string

@description('Who is told directly.')
param onCallEmail string

@description('Second way to them; empty for none.')
@secure()
param onCallWebhookUrl string

resource intake 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-ops-intake-${token}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'ops-intake'
    webhookReceivers: [
      {
        name: 'intake'
        serviceUri: intakeUrl
        useAadAuth: true
        identifierUri: webhookAudience
        objectId: webhookObjectId
        tenantId: tenant().tenantId
        useCommonAlertSchema: true
      }
    ]
  }
}

resource bypass 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-ops-bypass-${token}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'ops-bypass'
    emailReceivers: [
      {
        name: 'on-call'
        emailAddress: onCallEmail
        useCommonAlertSchema: true
      }
    ]
    webhookReceivers: empty(onCallWebhookUrl)
      ? []
      : [
          {
            name: 'on-call'
            serviceUri: onCallWebhookUrl
            useCommonAlertSchema: true
          }
        ]
  }
}

output intakeId string = intake.id
output bypassId string = bypass.id
