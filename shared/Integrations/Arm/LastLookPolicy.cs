using Azure.Core;
using Azure.Core.Pipeline;
using OpsAutomation.Core.Guardrails;

namespace OpsAutomation.Integrations.Arm;

/// <summary>
/// Asks once more right before a request leaves that would change something, after the token was had. What is refused here was
/// not sent; what cannot be told is not sent either.
/// </summary>
internal sealed class LastLookPolicy : HttpPipelinePolicy
{
    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (Changes(message))
        {
            await LookAsync(message.CancellationToken);
        }

        await ProcessNextAsync(message, pipeline);
    }

    /// <inheritdoc/>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (Changes(message))
        {
            LookAsync(message.CancellationToken).GetAwaiter().GetResult();
        }

        ProcessNext(message, pipeline);
    }

    private static bool Changes(HttpMessage message) => message.Request.Method != RequestMethod.Get && message.Request.Method != RequestMethod.Head;

    private static async Task LookAsync(CancellationToken cancellationToken)
    {
        Verdict? refusal;
        try
        {
            refusal = await LastLook.RefusalAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: an error of the records must not be taken for an answer of Azure.
            throw new SendRefusedException("Whether it may still be sent could not be read.", mayPass: true, e);
        }

        if (refusal is { Allowed: false })
        {
            throw new SendRefusedException($"Guardrails: {refusal.Rule}: {refusal.Reason}", mayPass: false);
        }
    }
}

/// <summary>A changing request that was not sent, since something forbids it by now.</summary>
internal sealed class SendRefusedException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="reason">What forbids it, for a person.</param>
    /// <param name="mayPass">Whether trying again may help.</param>
    /// <param name="inner">What came in the way of asking.</param>
    public SendRefusedException(string reason, bool mayPass, Exception? inner = null)
        : base(reason, inner) => MayPass = mayPass;

    /// <summary>Whether trying again may help.</summary>
    public bool MayPass { get; }
}
