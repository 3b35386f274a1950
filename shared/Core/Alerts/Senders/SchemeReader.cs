using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Alerts.Senders;

/// <summary>
/// Reads one entry of <c>authentication</c>. OPS1606 no such scheme, OPS1607 tenant, OPS1608 entra that lets everybody in,
/// OPS1609 format of a signature, OPS1610 name of a header, OPS1615 name of the keys, OPS1616 no protection against replay (warning).
/// </summary>
internal static class SchemeReader
{
    private const string Known = "entra, hmac, basic, bearer, function-key, sns, none";

    public static SourceScheme? Read(YamlMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        var word = map.RequiredString("scheme");
        SourceScheme? scheme = word switch
        {
            "" => null,
            "entra" => Entra(map),
            "hmac" => Hmac(map),
            "basic" => new SourceScheme.Basic(User(map), KeyName(map)),
            "bearer" => new SourceScheme.Bearer(KeyName(map)),
            "function-key" => new SourceScheme.FunctionKey(KeyName(map)),
            "sns" => new SourceScheme.Sns(),
            "none" => new SourceScheme.None(),
            _ => Unknown(map, word),
        };
        if (scheme is not null)
        {
            map.Done();
        }

        return scheme;
    }

    private static SourceScheme? Unknown(YamlMap map, string word)
    {
        map.Error("OPS1606", "scheme", $"There is no scheme '{word}'; known are {Known}.");
        return null;
    }

    private static SourceScheme.Entra Entra(YamlMap map)
    {
        var tenant = map.RequiredString("tenant");
        if (tenant.Length > 0 && !Guid.TryParseExact(tenant, "D", out _))
        {
            map.Error("OPS1607", "tenant", $"'tenant' must be the tenant's id, not '{tenant}': with a name such as common every tenant of the world could call.");
        }

        var scheme = new SourceScheme.Entra(tenant, map.Strings("audiences"), map.Strings("apps"), map.Strings("roles"));
        if (scheme.Audiences.Count == 0)
        {
            map.Error("OPS1608", "audiences", "'audiences' must name at least one audience; a token for another service would do otherwise.");
        }

        if (scheme.Apps.Count == 0 && scheme.Roles.Count == 0)
        {
            map.Error("OPS1608", "apps", "Name 'apps', 'roles' or both; every application of the tenant could call otherwise.");
        }

        return scheme;
    }

    private static SourceScheme? Hmac(YamlMap map)
    {
        switch (map.RequiredString("format"))
        {
            case "pagerduty":
                return new SourceScheme.PagerDuty(KeyName(map));
            case "grafana":
                var scheme = new SourceScheme.Grafana(
                    HeaderName(map, "header") ?? SourceScheme.Grafana.DefaultHeader, HeaderName(map, "timestampHeader"), KeyName(map));
                if (scheme.TimestampHeader is null)
                {
                    map.Bag.Warning("OPS1616", "Without 'timestampHeader' a signature of Grafana never grows old, and a request that was seen can be sent again.", map.File, map.Start);
                }

                return scheme;
            case "":
                return null;
            default:
                map.Error("OPS1609", "format", "'format' must be pagerduty or grafana.");
                return null;
        }
    }

    private static string User(YamlMap map)
    {
        var user = map.RequiredString("user");
        if (user.Contains(':', StringComparison.Ordinal))
        {
            map.Error("OPS1610", "user", "A user name of basic authentication cannot hold a colon.");
        }

        return user;
    }

    private static string? HeaderName(YamlMap map, string key)
    {
        var name = map.String(key);
        if (name is not null && (name.Length is 0 or > 100 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')))
        {
            map.Error("OPS1610", key, $"'{key}' must be the name of a header: letters, digits and dashes.");
        }

        return name;
    }

    private static string? KeyName(YamlMap map)
    {
        var name = map.String("keys");
        if (name is not null && !SendersReader.IsName(name))
        {
            map.Error("OPS1615", "keys", "'keys' is the name under which the secrets are configured, in lower-case letters, digits and dashes; never a secret.");
        }

        return name;
    }
}
