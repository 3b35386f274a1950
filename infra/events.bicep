// Subscriptions of Event Grid to our functions. A file of its own: Event Grid asks the functions whether they are there, so the
// post-deploy hook applies it once they are listed. Applied again it changes nothing.

@description('Name of the function app.')
param functionAppName string

@description('Name of our topic.')
param topicName string

@description('Name of the system topic of the vault.')
param vaultTopicName string

@description('Name of the system topic of resource health.')
param healthTopicName string

@description('Account that keeps what cannot be delivered.')
param stateAccountName string

@description('Its container.')
param deadLetterContainer string

@description('Events of one delivery. A handler puts 20 into a transaction, and acknowledges a delivery within 30 seconds.')
@minValue(1)
@maxValue(5000)
param batchSize int = 100

var retry = {
  eventTimeToLiveInMinutes: 1440
  maxDeliveryAttempts: 30
}
var deadLetter = {
  identity: {
    type: 'SystemAssigned'
  }
  deadLetterDestination: {
    endpointType: 'StorageBlob'
    properties: {
      resourceId: account.id
      blobContainerName: deadLetterContainer
    }
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: functionAppName
}

resource account 'Microsoft.Storage/storageAccounts@2026-06-01' existing = {
  name: stateAccountName
}

resource topic 'Microsoft.EventGrid/topics@2025-02-15' existing = {
  name: topicName
}

resource vaultTopic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: vaultTopicName
}

resource healthTopic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: healthTopicName
}

resource accepted 'Microsoft.EventGrid/topics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'accepted-alerts'
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    destination: {
      endpointType: 'AzureFunction'
      properties: {
        resourceId: '${app.id}/functions/AlertReceived'
        maxEventsPerBatch: batchSize
        preferredBatchSizeInKilobytes: 64
      }
    }
    retryPolicy: retry
    deadLetterWithResourceIdentity: deadLetter
  }
}

resource vaultEvents 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: vaultTopic
  name: 'vault-events'
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    filter: {
      includedEventTypes: [
        'Microsoft.KeyVault.SecretNearExpiry'
        'Microsoft.KeyVault.SecretExpired'
        'Microsoft.KeyVault.SecretNewVersionCreated'
        'Microsoft.KeyVault.CertificateNearExpiry'
        'Microsoft.KeyVault.CertificateExpired'
        'Microsoft.KeyVault.KeyNearExpiry'
        'Microsoft.KeyVault.KeyExpired'
      ]
    }
    destination: {
      endpointType: 'AzureFunction'
      properties: {
        resourceId: '${app.id}/functions/ResourceEventReceived'
        maxEventsPerBatch: batchSize
        preferredBatchSizeInKilobytes: 64
      }
    }
    retryPolicy: retry
    deadLetterWithResourceIdentity: deadLetter
  }
}

resource healthEvents 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: healthTopic
  name: 'resource-health'
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    filter: {
      includedEventTypes: [
        'Microsoft.ResourceNotifications.HealthResources.AvailabilityStatusChanged'
        'Microsoft.ResourceNotifications.HealthResources.ResourceAnnotated'
      ]
    }
    destination: {
      endpointType: 'AzureFunction'
      properties: {
        resourceId: '${app.id}/functions/ResourceEventReceived'
        maxEventsPerBatch: batchSize
        preferredBatchSizeInKilobytes: 64
      }
    }
    retryPolicy: retry
    deadLetterWithResourceIdentity: deadLetter
  }
}

output subscriptions array = [accepted.name, vaultEvents.name, healthEvents.name]
