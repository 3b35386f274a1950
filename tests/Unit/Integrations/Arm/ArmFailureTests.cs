using Azure;
using Azure.Core;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Integrations.Arm;

namespace OpsAutomation.Unit.Integrations.Arm;

public sealed class ArmFailureTests
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 11, 24, 13, 41, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(400, "InvalidParameter", ArmFailureKind.Invalid)]
    [InlineData(401, "AuthenticationFailed", ArmFailureKind.Denied)]
    [InlineData(403, "AuthorizationFailed", ArmFailureKind.Denied)]
    [InlineData(404, "ResourceNotFound", ArmFailureKind.Gone)]
    [InlineData(409, "ScopeLocked", ArmFailureKind.Locked)]
    [InlineData(409, "OperationNotAllowed", ArmFailureKind.Conflict)]
    [InlineData(409, "AnotherOperationInProgress", ArmFailureKind.Busy)]
    [InlineData(409, "Conflict", ArmFailureKind.Busy)]
    [InlineData(412, "PreconditionFailed", ArmFailureKind.Changed)]
    [InlineData(429, "TooManyRequests", ArmFailureKind.Throttled)]
    [InlineData(500, "InternalServerError", ArmFailureKind.Doubtful)]
    [InlineData(503, "ServiceUnavailable", ArmFailureKind.Doubtful)]
    [InlineData(504, "GatewayTimeout", ArmFailureKind.Doubtful)]
    public void An_answer_is_judged_by_its_status_and_code(int status, string code, ArmFailureKind expected)
    {
        var failure = ArmFailure.Of(new RequestFailedException(new Answer(status, $$"""{"error":{"code":"{{code}}","message":"Because."} }""")), Clock)!;
        Assert.Equal(expected, failure.Kind);
        Assert.Equal($"Azure answered {status} {code}: Because.", failure.Reason);
        Assert.Equal("request-1", failure.RequestId);
    }

    [Fact]
    public void A_policy_is_told_by_its_name()
    {
        var failure = ArmFailure.Of(
            new RequestFailedException(new Answer(
                403,
                """{"error":{"code":"RequestDisallowedByPolicy","message":"No.","additionalInfo":[{"type":"PolicyViolation","info":{"policyDefinitionDisplayName":"Allowed sizes","policyAssignmentDisplayName":"Small machines only"} }]} }""")),
            Clock)!;
        Assert.StartsWith("A policy of the organisation forbids it (Small machines only): ", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_denial_names_the_permission_and_the_scope_however_long_Azures_own_text_is()
    {
        const string scope = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-shop/providers/Microsoft.Compute/virtualMachines/vm-shop-batch";
        var failure = ArmFailure.Of(
            new RequestFailedException(new Answer(
                403,
                $$$"""{"error":{"code":"AuthorizationFailed","message":"The client '{{{new string('c', 200)}}}' with object id 'o' does not have authorization to perform action 'Microsoft.Compute/virtualMachines/write' over scope '{{{scope}}}' or the scope is invalid."} }""")),
            Clock)!;
        Assert.Equal(ArmFailureKind.Denied, failure.Kind);
        Assert.StartsWith($"Our identity lacks the permission Microsoft.Compute/virtualMachines/write on {scope}: Azure answered 403", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Problem_details_are_read_as_well_and_a_locked_key_is_nothing_that_passes()
    {
        var failure = ArmFailure.Of(
            new RequestFailedException(new Answer(409, """{"type":"https://azconfig.io/errors/key-locked","title":"Modifying is not allowed","detail":"The key is read-only.","status":409}""")), Clock)!;
        Assert.Equal((ArmFailureKind.Conflict, "Azure answered 409 key-locked: The key is read-only."), (failure.Kind, failure.Reason));
    }

    [Fact]
    public void A_policy_that_forbids_a_change_is_told_from_a_missing_permission()
    {
        var failure = ArmFailure.Of(
            new RequestFailedException(new Answer(403, """{"error":{"code":"RequestDisallowedByPolicy","message":"Resource 'x' was disallowed by policy 'no-big-vms'."}}""")), Clock)!;
        Assert.Equal(ArmFailureKind.Policy, failure.Kind);
        Assert.StartsWith("A policy of the organisation forbids it: Azure answered 403 RequestDisallowedByPolicy", failure.Reason, StringComparison.Ordinal);
        Assert.Contains("no-big-vms", failure.Reason, StringComparison.Ordinal);
        Assert.False(failure.MayPass);
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("Tue, 24 Nov 2026 13:42:00 GMT", 60)]
    [InlineData("Tue, 24 Nov 2026 13:00:00 GMT", 0)]
    [InlineData("99999999999999999999", 3600)]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    public void Retry_After_is_seconds_or_a_date_and_never_absurd(string header, int? seconds)
    {
        var failure = ArmFailure.Of(new RequestFailedException(new Answer(429, "", ("Retry-After", header))), Clock)!;
        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, failure.RetryAfter);
    }

    [Fact]
    public void A_connection_that_never_stood_is_safe_to_try_again_and_a_broken_one_is_in_doubt()
    {
        var refused = new RequestFailedException(0, "x", null, new HttpRequestException(HttpRequestError.ConnectionError, "refused"));
        var broken = new RequestFailedException(0, "x", null, new HttpRequestException(HttpRequestError.ResponseEnded, "ended"));
        Assert.Equal(ArmFailureKind.Transient, ArmFailure.Of(refused, Clock)!.Kind);
        Assert.Equal(ArmFailureKind.Doubtful, ArmFailure.Of(broken, Clock)!.Kind);
        Assert.Equal(ArmFailureKind.Doubtful, ArmFailure.Of(new TimeoutException("Azure did not answer in 20 seconds."), Clock)!.Kind);
        Assert.Equal(ArmFailureKind.Doubtful, ArmFailure.Of(new IOException(), Clock)!.Kind);
    }

    [Fact]
    public void A_cancelled_caller_and_a_bug_are_no_failures_of_Azure()
    {
        Assert.Null(ArmFailure.Of(new OperationCanceledException(), Clock));
        Assert.Null(ArmFailure.Of(new InvalidOperationException(), Clock));
    }

    [Fact]
    public void The_reason_holds_no_headers_and_no_more_of_the_body_than_its_message()
    {
        var body = $$"""{"error":{"code":"Bad","message":"{{new string('x', 5000)}}"},"secret":"hunter2"}""";
        var failure = ArmFailure.Of(new RequestFailedException(new Answer(400, body, ("Set-Cookie", "session=hunter2"))), Clock)!;
        Assert.DoesNotContain("hunter2", failure.Reason);
        Assert.InRange(failure.Reason.Length, 1, 400);
        Assert.Equal("Azure answered 502.", ArmFailure.Of(new RequestFailedException(new Answer(502, "<html>hunter2")), Clock)!.Reason);
    }

    private sealed class Answer : Response
    {
        private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase) { ["x-ms-request-id"] = "request-1" };

        public Answer(int status, string body, params (string Name, string Value)[] headers)
        {
            Status = status;
            ContentStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(body));
            foreach (var (name, value) in headers)
            {
                _headers[name] = value;
            }
        }

        public override int Status { get; }

        public override string ReasonPhrase => string.Empty;

        public override Stream? ContentStream { get; set; }

        public override string ClientRequestId { get; set; } = "client-1";

        public override void Dispose() => ContentStream?.Dispose();

        protected override bool ContainsHeader(string name) => _headers.ContainsKey(name);

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => _headers.Select(h => new HttpHeader(h.Key, h.Value));

        protected override bool TryGetHeader(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => _headers.TryGetValue(name, out value);

        protected override bool TryGetHeaderValues(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IEnumerable<string>? values)
        {
            values = _headers.TryGetValue(name, out var value) ? [value] : null;
            return values is not null;
        }
    }
}
