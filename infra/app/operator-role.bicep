// Made by 'ops permissions --out infra/app' from the catalogue. Do not edit it: 'ops lint' compares the two.
// A role is assigned where its description says, at the scopes that 'ops permissions' lists, and nowhere else.
targetScope = 'subscription'

@description('Name of the environment. A tenant has the name of a role once, so it ends with this.')
param environmentName string

resource readerRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'opsautomation', 'reader', environmentName)
  properties: {
    roleName: 'OpsAutomation reader (${environmentName})'
    description: 'Reads metrics and the activity log, for enrichment and verification. Changes nothing.'
    type: 'CustomRole'
    assignableScopes: [
      subscription().id
    ]
    permissions: [
      {
        actions: [
          // What is paid for by the hour is counted, so that a runaway is found before its bill.
          'Microsoft.Compute/virtualMachines/read'
          // What is paid for by the hour is counted, so that a runaway is found before its bill.
          'Microsoft.Compute/virtualMachineScaleSets/read'
          // Daily cost is read, judged and forecast, where cost.yaml names a scope.
          'Microsoft.CostManagement/query/action'
          // What others did to a resource meanwhile is compared with what automation would have done.
          'Microsoft.Insights/eventtypes/values/read'
          // The signal that fired is read again before a change, for verification and for the incident's chart.
          'Microsoft.Insights/metrics/read'
          // What is paid for by the hour is counted, so that a runaway is found before its bill.
          'Microsoft.Web/serverfarms/read'
        ]
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
  }
}

resource operatorRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'opsautomation', 'operator', environmentName)
  properties: {
    roleName: 'OpsAutomation operator (${environmentName})'
    description: 'Changes the targets of playbooks, and reads them. Assigned at the targets alone.'
    type: 'CustomRole'
    assignableScopes: [
      subscription().id
    ]
    permissions: [
      {
        actions: [
          // feature-flag-off/turn-off: flag.off
          // feature-flag-off/turn-off: flag.set takes back flag.off
          'Microsoft.AppConfiguration/configurationStores/read'
          // deallocate-idle-vm/deallocate: vm.deallocate
          'Microsoft.Compute/virtualMachines/deallocate/action'
          // deallocate-idle-vm/deallocate: vm.deallocate
          // deallocate-idle-vm/deallocate: vm.start takes back vm.deallocate
          // restart-vm/restart: vm.restart
          // right-size-vm/resize: vm.resize
          'Microsoft.Compute/virtualMachines/instanceView/read'
          // deallocate-idle-vm/deallocate: vm.deallocate
          // deallocate-idle-vm/deallocate: vm.start takes back vm.deallocate
          // restart-vm/restart: vm.restart
          // right-size-vm/resize: vm.resize
          'Microsoft.Compute/virtualMachines/read'
          // restart-vm/restart: vm.restart
          'Microsoft.Compute/virtualMachines/restart/action'
          // deallocate-idle-vm/deallocate: vm.start takes back vm.deallocate
          'Microsoft.Compute/virtualMachines/start/action'
          // right-size-vm/resize: vm.resize
          'Microsoft.Compute/virtualMachines/vmSizes/read'
          // right-size-vm/resize: vm.resize
          'Microsoft.Compute/virtualMachines/write'
          // cost-runaway/scale-in: vmss.set-capacity
          // restart-vmss-instance/restart: vmss.restart-instance
          // scale-out-vmss/scale-out: vmss.scale-out
          // scale-out-vmss/scale-out: vmss.set-capacity takes back vmss.scale-out
          'Microsoft.Compute/virtualMachineScaleSets/read'
          // restart-vmss-instance/restart: vmss.restart-instance
          'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/instanceView/read'
          // restart-vmss-instance/restart: vmss.restart-instance
          'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read'
          // restart-vmss-instance/restart: vmss.restart-instance
          'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/restart/action'
          // cost-runaway/scale-in: vmss.set-capacity
          // scale-out-vmss/scale-out: vmss.scale-out
          // scale-out-vmss/scale-out: vmss.set-capacity takes back vmss.scale-out
          'Microsoft.Compute/virtualMachineScaleSets/write'
          // revoke-credential/renew: app.add-secret
          // revoke-credential/revoke: app.revoke-secret
          // rotate-expiring-credential/retire: keyvault.retire-secret
          // rotate-expiring-credential/rotate: keyvault.rotate-secret
          // rotate-storage-key/retire: storage.retire-key
          // rotate-storage-key/rotate: storage.rotate-key
          'Microsoft.KeyVault/vaults/read'
          // permissive-network-rule/close: nsg.put-rule takes back nsg.remove-rule
          // permissive-network-rule/close: nsg.remove-rule
          'Microsoft.Network/networkSecurityGroups/read'
          // permissive-network-rule/close: nsg.remove-rule
          'Microsoft.Network/networkSecurityGroups/securityRules/delete'
          // permissive-network-rule/close: nsg.put-rule takes back nsg.remove-rule
          'Microsoft.Network/networkSecurityGroups/securityRules/write'
          // rotate-storage-key/retire: storage.retire-key
          // rotate-storage-key/rotate: storage.rotate-key
          'Microsoft.Storage/storageAccounts/read'
          // rotate-storage-key/retire: storage.retire-key
          // rotate-storage-key/rotate: storage.rotate-key
          'Microsoft.Storage/storageAccounts/regenerateKey/action'
          // right-size-plan/resize: plan.resize
          // scale-out-app-service-plan/scale-out: plan.scale-out
          // scale-out-app-service-plan/scale-out: plan.set-capacity takes back plan.scale-out
          'Microsoft.Web/serverfarms/operationresults/read'
          // right-size-plan/resize: plan.resize
          // scale-out-app-service-plan/scale-out: plan.scale-out
          // scale-out-app-service-plan/scale-out: plan.set-capacity takes back plan.scale-out
          'Microsoft.Web/serverfarms/read'
          // right-size-plan/resize: plan.resize
          'Microsoft.Web/serverfarms/skus/read'
          // right-size-plan/resize: plan.resize
          // scale-out-app-service-plan/scale-out: plan.scale-out
          // scale-out-app-service-plan/scale-out: plan.set-capacity takes back plan.scale-out
          'Microsoft.Web/serverfarms/write'
          // roll-back-deploy/roll-back: site.swap-slots
          'Microsoft.Web/sites/config/read'
          // roll-back-deploy/roll-back: site.swap-slots
          'Microsoft.Web/sites/deployments/read'
          // roll-back-deploy/roll-back: site.swap-slots
          'Microsoft.Web/sites/operationresults/read'
          // always-ready-function/warm: function.always-ready
          // restart-web-app/restart: site.restart
          // roll-back-deploy/roll-back: site.swap-slots
          'Microsoft.Web/sites/read'
          // restart-web-app/restart: site.restart
          'Microsoft.Web/sites/restart/action'
          // roll-back-deploy/roll-back: site.swap-slots
          'Microsoft.Web/sites/slots/config/read'
          // roll-back-deploy/roll-back: site.swap-slots
          'Microsoft.Web/sites/slots/deployments/read'
          // roll-back-deploy/roll-back: site.swap-slots
          'Microsoft.Web/sites/slots/read'
          // roll-back-deploy/roll-back: site.swap-slots
          'Microsoft.Web/sites/slotsswap/action'
          // always-ready-function/warm: function.always-ready
          'Microsoft.Web/sites/write'
        ]
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
  }
}

resource operatorGroupRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'opsautomation', 'operatorGroup', environmentName)
  properties: {
    roleName: 'OpsAutomation operator, resource groups (${environmentName})'
    description: 'Reads what stands beside a target of a playbook. Changes nothing.'
    type: 'CustomRole'
    assignableScopes: [
      subscription().id
    ]
    permissions: [
      {
        actions: [
          // cost-runaway/scale-in: vmss.set-capacity
          // right-size-plan/resize: plan.resize
          // scale-out-app-service-plan/scale-out: plan.scale-out
          // scale-out-app-service-plan/scale-out: plan.set-capacity takes back plan.scale-out
          // scale-out-vmss/scale-out: vmss.scale-out
          // scale-out-vmss/scale-out: vmss.set-capacity takes back vmss.scale-out
          'Microsoft.Insights/autoscalesettings/read'
          // always-ready-function/warm: function.always-ready
          // restart-web-app/restart: site.restart
          // right-size-plan/resize: plan.resize
          // roll-back-deploy/roll-back: site.swap-slots
          // scale-out-app-service-plan/scale-out: plan.scale-out
          // scale-out-app-service-plan/scale-out: plan.set-capacity takes back plan.scale-out
          'Microsoft.Resources/subscriptions/resourceGroups/resources/read'
        ]
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
  }
}

resource operatorSubscriptionRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'opsautomation', 'operatorSubscription', environmentName)
  properties: {
    roleName: 'OpsAutomation operator, subscriptions (${environmentName})'
    description: 'Reads locks, operations under way and the activity log. Changes nothing.'
    type: 'CustomRole'
    assignableScopes: [
      subscription().id
    ]
    permissions: [
      {
        actions: [
          // always-ready-function/warm: function.always-ready
          // cost-runaway/scale-in: vmss.set-capacity
          // deallocate-idle-vm/deallocate: vm.deallocate
          // deallocate-idle-vm/deallocate: vm.start takes back vm.deallocate
          // feature-flag-off/turn-off: flag.off
          // feature-flag-off/turn-off: flag.set takes back flag.off
          // permissive-network-rule/close: nsg.put-rule takes back nsg.remove-rule
          // permissive-network-rule/close: nsg.remove-rule
          // restart-vm/restart: vm.restart
          // restart-vmss-instance/restart: vmss.restart-instance
          // restart-web-app/restart: site.restart
          // right-size-plan/resize: plan.resize
          // right-size-vm/resize: vm.resize
          // roll-back-deploy/roll-back: site.swap-slots
          // rotate-storage-key/retire: storage.retire-key
          // rotate-storage-key/rotate: storage.rotate-key
          // scale-out-app-service-plan/scale-out: plan.scale-out
          // scale-out-app-service-plan/scale-out: plan.set-capacity takes back plan.scale-out
          // scale-out-vmss/scale-out: vmss.scale-out
          // scale-out-vmss/scale-out: vmss.set-capacity takes back vmss.scale-out
          'Microsoft.Authorization/locks/read'
          // cost-runaway/scale-in: vmss.set-capacity
          // deallocate-idle-vm/deallocate: vm.deallocate
          // deallocate-idle-vm/deallocate: vm.start takes back vm.deallocate
          // restart-vm/restart: vm.restart
          // restart-vmss-instance/restart: vmss.restart-instance
          // right-size-vm/resize: vm.resize
          // scale-out-vmss/scale-out: vmss.scale-out
          // scale-out-vmss/scale-out: vmss.set-capacity takes back vmss.scale-out
          'Microsoft.Compute/locations/operations/read'
          // alert-storm/evidence: snapshot
          // automation-over-action/evidence: snapshot
          // cost-runaway/evidence: snapshot
          // permissive-network-rule/close: nsg.put-rule takes back nsg.remove-rule
          // permissive-network-rule/close: nsg.remove-rule
          // restart-vm/restart: vm.restart
          // restart-vmss-instance/restart: vmss.restart-instance
          // restart-web-app/restart: site.restart
          // right-size-vm/resize: vm.resize
          // roll-back-deploy/roll-back: site.swap-slots
          // slo-drift/evidence: snapshot
          // telemetry-outage/evidence: snapshot
          'Microsoft.Insights/eventtypes/values/read'
          // permissive-network-rule/close: nsg.put-rule takes back nsg.remove-rule
          // permissive-network-rule/close: nsg.remove-rule
          'Microsoft.Network/locations/operations/read'
          // always-ready-function/warm: function.always-ready
          // cost-runaway/scale-in: vmss.set-capacity
          // deallocate-idle-vm/deallocate: vm.deallocate
          // deallocate-idle-vm/deallocate: vm.start takes back vm.deallocate
          // feature-flag-off/turn-off: flag.off
          // feature-flag-off/turn-off: flag.set takes back flag.off
          // permissive-network-rule/close: nsg.put-rule takes back nsg.remove-rule
          // permissive-network-rule/close: nsg.remove-rule
          // restart-vm/restart: vm.restart
          // restart-vmss-instance/restart: vmss.restart-instance
          // restart-web-app/restart: site.restart
          // revoke-credential/renew: app.add-secret
          // right-size-plan/resize: plan.resize
          // right-size-vm/resize: vm.resize
          // roll-back-deploy/roll-back: site.swap-slots
          // rotate-expiring-credential/retire: keyvault.retire-secret
          // rotate-expiring-credential/rotate: keyvault.rotate-secret
          // rotate-storage-key/retire: storage.retire-key
          // rotate-storage-key/rotate: storage.rotate-key
          // scale-out-app-service-plan/scale-out: plan.scale-out
          // scale-out-app-service-plan/scale-out: plan.set-capacity takes back plan.scale-out
          // scale-out-vmss/scale-out: vmss.scale-out
          // scale-out-vmss/scale-out: vmss.set-capacity takes back vmss.scale-out
          'Microsoft.Resources/tags/read'
        ]
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
  }
}

resource operatorDataRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'opsautomation', 'operatorData', environmentName)
  properties: {
    roleName: 'OpsAutomation operator, data (${environmentName})'
    description: 'Publishes secrets and reads their properties, never a value; reads and writes feature flags. Assigned at single secrets and stores.'
    type: 'CustomRole'
    assignableScopes: [
      subscription().id
    ]
    permissions: [
      {
        actions: []
        notActions: []
        dataActions: [
          // feature-flag-off/turn-off: flag.off
          // feature-flag-off/turn-off: flag.set takes back flag.off
          'Microsoft.AppConfiguration/configurationStores/keyValues/read'
          // feature-flag-off/turn-off: flag.off
          // feature-flag-off/turn-off: flag.set takes back flag.off
          'Microsoft.AppConfiguration/configurationStores/keyValues/write'
          // revoke-credential/renew: app.add-secret
          // revoke-credential/revoke: app.revoke-secret
          // rotate-expiring-credential/retire: keyvault.retire-secret
          // rotate-expiring-credential/rotate: keyvault.rotate-secret
          // rotate-storage-key/retire: storage.retire-key
          // rotate-storage-key/rotate: storage.rotate-key
          'Microsoft.KeyVault/vaults/secrets/readMetadata/action'
          // revoke-credential/renew: app.add-secret
          // rotate-expiring-credential/rotate: keyvault.rotate-secret
          // rotate-storage-key/rotate: storage.rotate-key
          'Microsoft.KeyVault/vaults/secrets/setSecret/action'
        ]
        notDataActions: []
      }
    ]
  }
}

@description('Id of the role OpsAutomation reader.')
output readerRoleId string = readerRole.id
@description('Id of the role OpsAutomation operator.')
output operatorRoleId string = operatorRole.id
@description('Id of the role OpsAutomation operator, resource groups.')
output operatorGroupRoleId string = operatorGroupRole.id
@description('Id of the role OpsAutomation operator, subscriptions.')
output operatorSubscriptionRoleId string = operatorSubscriptionRole.id
@description('Id of the role OpsAutomation operator, data.')
output operatorDataRoleId string = operatorDataRole.id
