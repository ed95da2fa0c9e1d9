import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** Requests from one address in five minutes, outside the API, before it is refused for a while. */
const REQUESTS_PER_ADDRESS = 3000;

/** Rules that would refuse what the product is for; they only count. */
const COUNTED_RULES = [
  'SizeRestrictions_BODY', // The API takes bodies of up to 256 kB and checks the size itself.
  'GenericRFI_QUERYARGUMENTS', // Tracked links carry addresses in their query.
];

/**
 * The web ACL of the CDN. CloudFront takes it from us-east-1 only, so it is a stack of its own;
 * its output goes to the main stack as `-c webAclArn=…` (cli/deploy.ts does both).
 */
export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    const acl = new CfnWebACL(this, 'WebAcl', {
      scope: 'CLOUDFRONT',
      description: 'In front of console, links and API',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('all'),
      rules: [
        managed(1, 'AWSManagedRulesAmazonIpReputationList', []),
        managed(2, 'AWSManagedRulesKnownBadInputsRuleSet', []),
        managed(3, 'AWSManagedRulesCommonRuleSet', COUNTED_RULES),
        rateLimit(4),
      ],
    });
    new CfnOutput(this, 'WebAclArn', { value: acl.attrArn });
  }
}

function managed(priority: number, name: string, counted: readonly string[]): CfnWebACL.RuleProperty {
  return {
    name,
    priority,
    overrideAction: { none: {} },
    visibilityConfig: visibility(name),
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
  };
}

/** Merchants' servers call the API from few addresses and have limits per key, so /v2 is left out. */
function rateLimit(priority: number): CfnWebACL.RuleProperty {
  return {
    name: 'visitors',
    priority,
    action: { block: {} },
    visibilityConfig: visibility('visitors'),
    statement: {
      rateBasedStatement: {
        limit: REQUESTS_PER_ADDRESS,
        aggregateKeyType: 'IP',
        scopeDownStatement: {
          notStatement: {
            statement: {
              byteMatchStatement: {
                fieldToMatch: { uriPath: {} },
                positionalConstraint: 'STARTS_WITH',
                searchString: '/v2/',
                textTransformations: [{ priority: 0, type: 'NONE' }],
              },
            },
          },
        },
      },
    },
  };
}

function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}
