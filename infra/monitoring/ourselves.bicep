// Alerts on the automation itself. They page people through the action group that does not pass through it, since what is
// broken cannot say so.

@description('Region of log rules and of the test.')
param location string

@description('Tags of every resource.')
param tags object

@description('What makes names unique.')
param token string

@description('Action group that goes around us.')
param bypassGroupId string

@description('Workspace of our telemetry.')
param workspaceId string

@description('Our Application Insights.')
param insightsId string

@description('The function app.')
param functionAppId string

@description('Our topic.')
param topicId string

@description('Address of the intake, which the test asks from outside.')
param intakeUrl string

// A request without any proof. Our own code refuses it, so the answer says that the whole way to it works; nothing is stored.
resource intakeTest 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'webtest-ops-intake-${token}'
  location: location
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: 'webtest-ops-intake-${token}'
    Name: 'The intake answers'
    Description: 'Posts without proof and expects to be asked for it.'
    Enabled: true
    Frequency: 300
    Timeout: 30
    Kind: 'standard'
    RetryEnabled: true
    Locations: [
      { Id: 'emea-nl-ams-azr' }
      { Id: 'emea-se-sto-edge' }
      { Id: 'us-va-ash-azr' }
    ]
    Request: {
      RequestUrl: intakeUrl
      HttpVerb: 'POST'
      RequestBody: 'e30='
      Headers: [
        {
          key: 'Content-Type'
          value: 'application/json'
        }
      ]
      FollowRedirects: false
      ParseDependentRequests: false
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 401
      IgnoreHttpStatusCode: false
      ContentValidation: {
        ContentMatch: 'Who are you?'
        PassIfTextFound: true
        IgnoreCase: false
      }
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 14
    }
  }
}

resource intakeDown 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: 'alert-ops-intake-down-${token}'
  location: 'global'
  tags: tags
  properties: {
    description: 'The intake does not answer from two places of three.'
    enabled: true
    severity: 0
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    autoMitigate: true
    scopes: [
      intakeTest.id
      insightsId
    ]
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: intakeTest.id
      componentId: insightsId
      failedLocationCount: 2
    }
    actions: [
      {
        actionGroupId: bypassGroupId
      }
    ]
  }
}

resource undelivered 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: 'alert-ops-undelivered-${token}'
  location: 'global'
  tags: tags
  properties: {
    description: 'Event Grid gave up on references to alerts. They are in the container of dead letters; the sweeper publishes them again.'
    enabled: true
    severity: 1
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    autoMitigate: true
    scopes: [topicId]
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'dead-lettered'
          criterionType: 'StaticThresholdCriterion'
          metricName: 'DeadLetteredCount'
          operator: 'GreaterThan'
          threshold: 0
          timeAggregation: 'Total'
        }
      ]
    }
    actions: [
      {
        actionGroupId: bypassGroupId
      }
    ]
  }
}

resource failing 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: 'alert-ops-answers-5xx-${token}'
  location: 'global'
  tags: tags
  properties: {
    description: 'The function app answers with errors of its own.'
    enabled: true
    severity: 1
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    autoMitigate: true
    scopes: [functionAppId]
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'errors'
          criterionType: 'StaticThresholdCriterion'
          metricName: 'Http5xx'
          operator: 'GreaterThan'
          threshold: 5
          timeAggregation: 'Total'
        }
      ]
    }
    actions: [
      {
        actionGroupId: bypassGroupId
      }
    ]
  }
}

// What the service itself logs as an error: records cannot be written (2006), alerts cannot be stored (2007), a synthetic alert
// did not get through (2182, 2183), an incident cannot be reconciled (2005).
resource errors 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: 'alert-ops-errors-${token}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'The automation says that it is ill'
    description: 'It logged that it cannot write records, cannot store alerts, that a synthetic alert failed, or that an incident cannot be reconciled.'
    enabled: true
    severity: 1
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    autoMitigate: true
    skipQueryValidation: true
    scopes: [workspaceId]
    criteria: {
      allOf: [
        {
          query: 'AppTraces | where SeverityLevel >= 3 and tostring(Properties.CategoryName) startswith "OpsAutomation" | summarize errors = count() by bin(TimeGenerated, 5m)'
          metricMeasureColumn: 'errors'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: [bypassGroupId]
    }
  }
}

// Timers run every minute whatever happens outside; when none did for a quarter of an hour, nothing of ours runs.
resource silent 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: 'alert-ops-silent-${token}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'The automation does nothing any more'
    description: 'The timer of synthetic alerts, which runs every minute, was not seen for a quarter of an hour.'
    enabled: true
    severity: 0
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    skipQueryValidation: true
    scopes: [workspaceId]
    criteria: {
      allOf: [
        {
          query: 'AppRequests | where OperationName == "SyntheticAlert" or Name has "SyntheticAlert"'
          timeAggregation: 'Count'
          operator: 'LessThan'
          threshold: 1
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: [bypassGroupId]
    }
  }
}

// Somebody switched the paging off, or took an alert on us away.
resource pagingChanged 'Microsoft.Insights/activityLogAlerts@2026-01-01' = {
  name: 'alert-ops-paging-changed-${token}'
  location: 'global'
  tags: tags
  properties: {
    description: 'An action group of the automation was changed or deleted.'
    enabled: true
    scopes: [resourceGroup().id]
    condition: {
      allOf: [
        {
          field: 'category'
          equals: 'Administrative'
        }
        {
          anyOf: [
            {
              field: 'operationName'
              equals: 'Microsoft.Insights/actionGroups/write'
            }
            {
              field: 'operationName'
              equals: 'Microsoft.Insights/actionGroups/delete'
            }
          ]
        }
      ]
    }
    actions: {
      actionGroups: [
        {
          actionGroupId: bypassGroupId
        }
      ]
    }
  }
}
