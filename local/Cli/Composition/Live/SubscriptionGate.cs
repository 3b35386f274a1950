using Azure;
using Azure.Core;
using OpsAutomation.Cli.Verbs;
using OpsAutomation.Core.Services;
using OpsAutomation.Integrations.Arm;

namespace OpsAutomation.Cli.Composition.Live;

/// <summary>Lets nobody act on a real subscription by a slip: its name must be typed, and it is shown who would act.</summary>
internal static class SubscriptionGate
{
    private const string ApiVersion = "2022-12-01";
    private const int WordOfId = 2;

    /// <summary>Reads the names of the subscriptions of a catalogue, and has each of them typed.</summary>
    /// <param name="arm">The way to Azure.</param>
    /// <param name="services">The services whose resources automation may touch.</param>
    /// <param name="person">Who is signed in.</param>
    /// <param name="input">Where the names are typed.</param>
    /// <param name="output">Where it is asked.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    /// <exception cref="CliException">A subscription cannot be seen, or another name was typed.</exception>
    public static async Task PassAsync(
        ArmGateway arm, ServiceCatalog services, string person, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        var ids = Subscriptions(services);
        if (ids.Count == 0)
        {
            throw new CliException("services.yaml names no resource in a subscription: there is nothing to be live on.", ExitCodes.Usage);
        }

        foreach (var id in ids)
        {
            var name = await NameAsync(arm, id, person, cancellationToken);
            await output.WriteLineAsync($"This is real: automation may change resources of '{Terminal.Safe(name)}' ({id}), as {Terminal.Safe(person)}.");
            await output.WriteAsync("Type the name of the subscription to go on: ");
            var typed = await input.ReadLineAsync(cancellationToken);
            if (!string.Equals(typed?.Trim(), name, StringComparison.Ordinal))
            {
                throw new CliException("That is not its name. Nothing was started.", ExitCodes.Usage);
            }
        }
    }

    private static async Task<string> NameAsync(ArmGateway arm, string id, string person, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await arm.SendAsync(RequestMethod.Get, $"/subscriptions/{id}?api-version={ApiVersion}", cancellationToken);
            return reply.Body?["displayName"]?.ToString() is { Length: > 0 } name ? name : throw new CliException($"Azure does not tell the name of the subscription {id}.");
        }
        catch (RequestFailedException e) when (e.Status is 401 or 403 or 404)
        {
            throw new CliException($"{Terminal.Safe(person)} cannot see the subscription {id}, which services.yaml names. Live mode needs a catalogue of your own resources: --catalog.");
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            throw new CliException($"The subscription {id} cannot be read: {Terminal.Safe(failure.Reason)}");
        }
    }

    private static IReadOnlyList<string> Subscriptions(ServiceCatalog services) =>
        [.. services.All.SelectMany(s => s.Resources).Select(r => r.Text).Where(t => t.StartsWith("/subscriptions/", StringComparison.Ordinal))
            .Select(t => t.Split('/')[WordOfId]).Where(id => Guid.TryParseExact(id, "D", out _)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
