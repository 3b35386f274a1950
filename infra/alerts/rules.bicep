// One rule of each kind that Azure Monitor has, to start from: metric, log, activity log, service health, resource health.
// All of them post to the intake.

@description('Region of the log rule.')
param location string

@description('Tags of every resource.')
param tags object

@description('What makes names unique.')
param token string

@description('Action group of the intake.')
param intakeGroupId string

@description('Workspace that the log rule asks.')
param workspaceId string

@description('Account that the metric rule watches.')
param stateAccountId string

resource storageAvailability 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: 'alert-ops-storage-availability-${token}'
  location: 'global'
  tags: tags
  properties: {
    description: 'The storage account answers less than 99 of 100 requests.'
    enabled: true
    severity: 1
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    autoMitigate: true
    scopes: [stateAccountId]
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'availability'
          criterionType: 'StaticThresholdCriterion'
          metricName: 'Availability'
          operator: 'LessThan'
          threshold: 99
          timeAggregation: 'Average'
        }
      ]
    }
    actions: [
      {
        actionGroupId: intakeGroupId
      }
    ]
  }
}

resource secretsDenied 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: 'alert-ops-vault-denied-${token}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Somebody is refused by the vault'
    description: 'More than ten calls in a quarter of an hour were answered with 401 or 403 by the vault.'
    enabled: true
    severity: 2
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    // The table does not exist before the vault's first entry.
    skipQueryValidation: true
    scopes: [workspaceId]
    criteria: {
      allOf: [
        {
          query: 'AzureDiagnostics | where ResourceProvider == "MICROSOFT.KEYVAULT" and httpStatusCode_d in (401, 403)'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 10
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: [intakeGroupId]
    }
  }
}

resource roleChanged 'Microsoft.Insights/activityLogAlerts@2026-01-01' = {
  name: 'alert-ops-role-assigned-${token}'
  location: 'global'
  tags: tags
  properties: {
    description: 'Somebody was given a role in this subscription.'
    enabled: true
    scopes: [subscription().id]
    condition: {
      allOf: [
        {
          field: 'category'
          equals: 'Administrative'
        }
        {
          field: 'operationName'
          equals: 'Microsoft.Authorization/roleAssignments/write'
        }
        {
          field: 'status'
          equals: 'Succeeded'
        }
      ]
    }
    actions: {
      actionGroups: [
        {
          actionGroupId: intakeGroupId
        }
      ]
    }
  }
}

resource serviceHealth 'Microsoft.Insights/activityLogAlerts@2026-01-01' = {
  name: 'alert-ops-service-health-${token}'
  location: 'global'
  tags: tags
  properties: {
    description: 'Azure says that a service has an incident or plans maintenance.'
    enabled: true
    scopes: [subscription().id]
    condition: {
      allOf: [
        {
          field: 'category'
          equals: 'ServiceHealth'
        }
        {
          anyOf: [
            {
              field: 'properties.incidentType'
              equals: 'Incident'
            }
            {
              field: 'properties.incidentType'
              equals: 'Maintenance'
            }
          ]
        }
      ]
    }
    actions: {
      actionGroups: [
        {
          actionGroupId: intakeGroupId
        }
      ]
    }
  }
}

resource resourceHealth 'Microsoft.Insights/activityLogAlerts@2026-01-01' = {
  name: 'alert-ops-resource-health-${token}'
  location: 'global'
  tags: tags
  properties: {
    description: 'A resource is not available, or not as it should be, for a reason of the platform.'
    enabled: true
    scopes: [subscription().id]
    condition: {
      allOf: [
        {
          field: 'category'
          equals: 'ResourceHealth'
        }
        {
          anyOf: [
            {
              field: 'properties.currentHealthStatus'
              equals: 'Unavailable'
            }
            {
              field: 'properties.currentHealthStatus'
              equals: 'Degraded'
            }
          ]
        }
        {
          field: 'properties.cause'
          equals: 'PlatformInitiated'
        }
      ]
    }
    actions: {
      actionGroups: [
        {
          actionGroupId: intakeGroupId
        }
      ]
    }
  }
}
