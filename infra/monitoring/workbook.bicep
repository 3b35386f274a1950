// One workbook with three dashboards, a tab each: executive, on-call, debug. The content is workbook.json beside this file.

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Workspace that the queries ask.')
param workspaceId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'ops-workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    category: 'workbook'
    displayName: 'OpsAutomation'
    serializedData: string(loadJsonContent('workbook.json'))
    sourceId: workspaceId
    version: '1.0'
  }
}
