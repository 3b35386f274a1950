namespace OpsAutomation.Integration.Integrations.Arm;

/// <summary>An estate with one target of every action.</summary>
internal static class Estates
{
    public const string Group = SimulatedEstate.Group;
    public const string Site = Group + "/providers/Microsoft.Web/sites/app-web";
    public const string Slot = Site + "/slots/last-good";
    public const string Flex = Group + "/providers/Microsoft.Web/sites/func-orders";
    public const string Farm = Group + "/providers/Microsoft.Web/serverfarms/plan-web";
    public const string Machine = Group + "/providers/Microsoft.Compute/virtualMachines/vm-report";
    public const string Set = Group + "/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-web";
    public const string Rules = Group + "/providers/Microsoft.Network/networkSecurityGroups/nsg-web";
    public const string Store = Group + "/providers/Microsoft.AppConfiguration/configurationStores/appcs-web";
    public const string Flag = "https://appcs-web.azconfig.io/kv/.appconfig.featureflag%2Fnew-basket?api-version=2023-11-01&label=%00";
    public const string Web = "api-version=2023-12-01";
    public const string Compute = "api-version=2024-07-01";
    public const string Network = "api-version=2024-05-01";

    public const string All = """
        estate: everything
        subscriptions:
          - id: 11111111-1111-1111-1111-111111111111
            resourceGroups:
              - name: rg-shop
                resources:
                  - name: plan-web
                    type: Microsoft.Web/serverfarms
                    sku: { name: P2v3, tier: PremiumV3, size: P2v3, family: Pv3, capacity: 2 }
                  - name: app-web
                    type: Microsoft.Web/sites
                    properties:
                      slotSwapStatus: { timestampUtc: "2026-11-24T13:20:00Z", sourceSlotName: last-good, destinationSlotName: Production }
                      deployments:
                        - { id: dep-42, active: true, message: New basket }
                        - { id: dep-40, active: false }
                  - name: app-web/last-good
                    type: Microsoft.Web/sites/slots
                    properties:
                      slotSwapStatus: { timestampUtc: "2026-11-24T13:20:00Z", sourceSlotName: last-good, destinationSlotName: Production }
                      deployments:
                        - { id: dep-41, active: true, message: Old basket }
                  - name: func-orders
                    type: Microsoft.Web/sites
                    kind: functionapp,linux
                    properties:
                      functionAppConfig:
                        runtime: { name: dotnet-isolated, version: "10.0" }
                        scaleAndConcurrency: { instanceMemoryMB: 2048, maximumInstanceCount: 40, alwaysReady: [{ name: blob, instanceCount: 1 }] }
                  - name: vm-report
                    type: Microsoft.Compute/virtualMachines
                    properties:
                      hardwareProfile: { vmSize: Standard_D4s_v5 }
                      storageProfile: { dataDisks: [{ lun: 0 }, { lun: 1 }] }
                  - name: vmss-web
                    type: Microsoft.Compute/virtualMachineScaleSets
                    sku: { name: Standard_D2s_v5, tier: Standard, capacity: 3 }
                    properties: { unhealthyInstances: ["1"] }
                  - name: nsg-web
                    type: Microsoft.Network/networkSecurityGroups
                    properties:
                      securityRules:
                        - name: allow-https
                          properties: { protocol: Tcp, sourceAddressPrefix: Internet, sourcePortRange: "*", destinationAddressPrefix: "*", destinationPortRange: "443", access: Allow, priority: 100, direction: Inbound }
                        - name: temporary-ssh
                          properties: { protocol: Tcp, sourceAddressPrefix: "*", sourcePortRange: "*", destinationAddressPrefix: "*", destinationPortRange: "22", access: Allow, priority: 200, direction: Inbound }
                  - name: appcs-web
                    type: Microsoft.AppConfiguration/configurationStores
                    properties:
                      featureFlags:
                        - { id: new-basket, enabled: true, description: The new basket }
                        - { id: old-basket, enabled: false }
                        - { id: kept, enabled: true, locked: true }
        """;
}
