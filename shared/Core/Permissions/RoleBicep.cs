using System.Globalization;
using System.Text;

namespace OpsAutomation.Core.Permissions;

/// <summary>The roles in Bicep, with a comment that says who needs each operation. The same report always gives the same text.</summary>
public static class RoleBicep
{
    private const string ApiVersion = "2022-04-01";

    /// <summary>Writes a module of subscription scope.</summary>
    public static string Write(PermissionReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        Line(text, $"// Made by '{RoleFile.Command}' from the catalogue. Do not edit it: 'ops lint' compares the two.");
        Line(text, "// A role is assigned where its description says, at the scopes that 'ops permissions' lists, and nowhere else.");
        Line(text, "targetScope = 'subscription'");
        Line(text, string.Empty);
        Line(text, "@description('Name of the environment. A tenant has the name of a role once, so it ends with this.')");
        Line(text, "param environmentName string");
        foreach (var role in report.Roles)
        {
            Role(text, role);
        }

        Line(text, string.Empty);
        foreach (var role in report.Roles)
        {
            Line(text, $"@description({Quoted($"Id of the role {role.Name}.")})");
            Line(text, $"output {role.Key}RoleId string = {role.Key}Role.id");
        }

        return text.ToString();
    }

    private static void Role(StringBuilder text, CustomRole role)
    {
        Line(text, string.Empty);
        Line(text, $"resource {role.Key}Role 'Microsoft.Authorization/roleDefinitions@{ApiVersion}' = {{");
        Line(text, $"  name: guid(subscription().id, 'opsautomation', '{role.Key}', environmentName)");
        Line(text, "  properties: {");
        Line(text, $"    roleName: '{Escaped(role.Name)} (${{environmentName}})'");
        Line(text, $"    description: {Quoted(role.Description)}");
        Line(text, "    type: 'CustomRole'");
        Line(text, "    assignableScopes: [");
        Line(text, "      subscription().id");
        Line(text, "    ]");
        Line(text, "    permissions: [");
        Line(text, "      {");
        Operations(text, "actions", role.Actions);
        Operations(text, "notActions", []);
        Operations(text, "dataActions", role.DataActions);
        Operations(text, "notDataActions", []);
        Line(text, "      }");
        Line(text, "    ]");
        Line(text, "  }");
        Line(text, "}");
    }

    private static void Operations(StringBuilder text, string name, IReadOnlyList<RoleOperation> operations)
    {
        if (operations.Count == 0)
        {
            Line(text, $"        {name}: []");
            return;
        }

        Line(text, $"        {name}: [");
        foreach (var operation in operations)
        {
            foreach (var who in operation.NeededBy)
            {
                Line(text, $"          // {who}");
            }

            Line(text, $"          {Quoted(operation.Name)}");
        }

        Line(text, "        ]");
    }

    private static string Quoted(string text) => $"'{Escaped(text)}'";

    // A dollar before a brace would be evaluated.
    private static string Escaped(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal).Replace("${", "\\${", StringComparison.Ordinal);

    private static void Line(StringBuilder text, string line) => text.Append(CultureInfo.InvariantCulture, $"{line}\n");
}
